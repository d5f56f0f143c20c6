import Testing

@Suite struct NormalizedBodyTests {
    /// As PHP writes it: `\/`, `\uXXXX`, and white space that a proxy may have added.
    private static let body =
        #"{"event":"message.received", "tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00","#
        + #""sender_name":"\u0645\u062d\u0645\u062f","content":"https:\/\/example.com\/\ud83d\ude00\t","10":1.50,"2":1e3}"#

    @Test func bodyEqualsWhatJavaScriptWouldMakeOfItAndVerifiesAtEachAttempt() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            try receiver.answer(503, first: 2)
            var file = GatewayFile([("one", receiver)])
            // Longer than a second, so that the attempts are signed with different timestamps.
            file.targets[0].retry = #"{ backoff = "fixed", delay = "1500ms" }"#
            let gateway = try GatewayProcess(stage, file)
            #expect(try stage.post(Webhook(Self.body), to: gateway).outcome == "accepted")
            let entries = try receiver.entries(count: 3)

            let wanted = try stage.shell(
                "node -e 'process.stdout.write(JSON.stringify(JSON.parse(process.env.BODY)))'",
                environment: ["BODY": Self.body]
            )
            #expect(entries.map(\.body) == [wanted, wanted, wanted])
            #expect(entries.map(\.proof) == ["valid", "valid", "valid"])
            #expect(entries.map(\.status) == [503, 503, 200])
            #expect(entries.map(\.attempt) == [1, 2, 3])
            #expect(Set(entries.map { $0.headers["x-webhook-timestamp"] }).count == 3)
            #expect(Set(entries.map { $0.headers["idempotency-key"] }).count == 1)
        }
    }

    @Test func rawTargetGetsTheBytesAsTheyCame() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            var file = GatewayFile([("one", receiver)])
            file.targets[0].format = "raw"
            let gateway = try GatewayProcess(stage, file)
            #expect(try stage.post(Webhook(Self.body), to: gateway).outcome == "accepted")
            let entry = try #require(try receiver.entries(count: 1).first)
            #expect(entry.body == Self.body)
            #expect(entry.proof == "valid")
        }
    }

    @Test(arguments: [Receiver.Kind.express, .php])
    func applicationOfTheFieldVerifiesUnchanged(kind: Receiver.Kind) throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage, kind)
            let gateway = try GatewayProcess(stage, GatewayFile([("application", receiver)]))
            #expect(try stage.post([Webhook(Self.body), .message("plain")], to: gateway).map(\.status) == [200, 200])
            let entries = try receiver.entries(count: 2)
            #expect(entries.map(\.proof) == ["valid", "valid"])
            #expect(entries.map(\.status) == [200, 200])
        }
    }
}
