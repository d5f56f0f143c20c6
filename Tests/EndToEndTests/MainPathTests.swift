import Testing

@Suite struct MainPathTests {
    /// What the README shows: nothing but openssl and curl.
    private static let request = """
        body='{"event":"message.received","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00","content":"hello"}'
        timestamp=$(date +%Y-%m-%dT%H:%M:%S%:z)
        signature=$(printf '%s.%s' "$timestamp" "$body" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)
        curl -sS -w ' %{http_code}' -H "X-Webhook-Timestamp: $timestamp" -H "X-Webhook-Signature: $signature" \\
            -H 'Content-Type: application/json' --data-binary "$body" "$URL"
        """

    @Test func requestOfOpensslAndCurlArrivesOnceAtBothTargets() throws {
        try Stage.run { stage in
            let one = try Receiver(stage)
            let two = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", one), ("two", two)]))
            let environment = [
                "SECRET": Stage.secret, "URL": "http://127.0.0.1:\(gateway.port)\(GatewayFile.path)",
            ]

            let first = try stage.shell(Self.request, environment: environment)
            #expect(first.contains(#""status":"accepted""#))
            #expect(first.hasSuffix(" 200"))
            let again = try stage.shell(Self.request, environment: environment)
            #expect(again.contains(#""status":"duplicate""#))
            #expect(again.hasSuffix(" 200"))

            // What comes after the copy has overtaken nothing: once it is there, a copy would be there as well.
            let marker = try stage.post(.message("marker"), to: gateway)
            for receiver in [one, two] {
                let entries = try receiver.entries(count: 2)
                #expect(entries.count == 2)
                #expect(entries.map(\.proof) == ["valid", "valid"])
                #expect(entries.filter { $0.id == marker.id }.count == 1)
                #expect(entries.contains { $0.body.contains(#""content":"hello""#) })
            }
        }
    }

    @Test func duplicateIsToldTheIdOfTheFirst() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let answers = try stage.post([.message("a"), .message("a"), .message("b")], to: gateway)
            #expect(answers.map(\.outcome) == ["accepted", "duplicate", "accepted"])
            #expect(answers[0].id == answers[1].id)
            #expect(answers[0].id != answers[2].id)
            #expect(Set(try receiver.entries(count: 2).map(\.id)) == Set([answers[0].id, answers[2].id]))
        }
    }

    @Test func twoHundredStatusesOfOneSecondAreTwoHundredEvents() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let webhooks = (0..<200).map { Webhook.message("wamid.\($0)", event: "message.status_updated") }
            let answers = try stage.post(webhooks, to: gateway)
            #expect(answers.allSatisfy { $0.status == 200 && $0.outcome == "accepted" })
            let entries = try receiver.entries(count: 200)
            #expect(Set(entries.map(\.id)).count == 200)
            #expect(Set(entries.map(\.body)) == Set(webhooks.map(\.body)))
        }
    }

    @Test func eventWithoutARouteIsKeptAndCounted() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            var file = GatewayFile([("one", receiver)])
            file.routes = [(["campaign.*"], ["one"])]
            let gateway = try GatewayProcess(stage, file)
            let answers = try stage.post(
                [.message("a"), .message("a"), .message("b", event: "campaign.created")],
                to: gateway
            )
            #expect(answers.map(\.outcome) == ["accepted", "duplicate", "accepted"])
            #expect(try receiver.entries(count: 1).map(\.id) == [answers[2].id])
            #expect(try gateway.metric("hookgate_events_unrouted_total") == 1)
        }
    }

    @Test func deliveryCarriesTheDocumentedHeaders() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let answer = try stage.post(.message("a"), to: gateway)
            let entry = try #require(try receiver.entries(count: 1).first)
            #expect(entry.path == "/webhooks")
            #expect(entry.headers["content-type"] == "application/json")
            #expect(entry.headers["hookgate-event-id"] == answer.id)
            #expect(entry.headers["hookgate-event"] == "message.received")
            #expect(entry.headers["hookgate-source"] == "cubeconnect")
            #expect(entry.headers["hookgate-attempt"] == "1")
            let id = try #require(answer.id)
            #expect(entry.headers["idempotency-key"]?.contains(id) == true)
            #expect(entry.headers["user-agent"]?.hasPrefix("hookgate/") == true)
            #expect(entry.headers["traceparent"]?.count == 55)
        }
    }
}
