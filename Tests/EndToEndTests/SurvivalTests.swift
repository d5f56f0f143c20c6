import Glibc
import Testing

@Suite struct SurvivalTests {
    @Test func terminationFinishesTheRequestUnderWay() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let body = Webhook.message("in-flight").body
            let signed = try stage.shell(
                """
                timestamp=$(date +%Y-%m-%dT%H:%M:%S%:z)
                printf '%s %s' "$timestamp" \
                    "$(printf '%s.%s' "$timestamp" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)"
                """,
                environment: ["BODY": body, "SECRET": Stage.secret]
            ).split(separator: " ")
            let connection = try LocalSocket(port: gateway.port)
            try connection.write(
                "POST \(GatewayFile.path) HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
                    + "X-Webhook-Timestamp: \(signed[0])\r\nX-Webhook-Signature: \(signed[1])\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n" + body.prefix(20)
            )
            // The head has to be with the gateway before the signal is.
            try eventually("the connection is counted") { try gateway.metric("hookgate_connections") >= 1 }
            gateway.process.send(SIGTERM)
            try eventually("it takes no new connection") { (try? LocalSocket(port: gateway.port)) == nil }
            try connection.write(String(body.dropFirst(20)))
            let answer = connection.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 200"))
            #expect(answer.contains(#""status":"accepted""#))
            #expect(try gateway.process.wait(seconds: 12) == 0)
        }
    }

    @Test func idleGatewayEndsWithinTheGraceTime() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let idle = try LocalSocket(port: gateway.port)
            let started = monotonicSeconds()
            #expect(try gateway.terminate() == 0)
            #expect(monotonicSeconds() - started < 10)
            withExtendedLifetime(idle) {}
        }
    }

    @Test func killedGatewayDeliversWhatItAcknowledgedAndGoesOnCounting() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            // Not 503, which slows the lane, and no breaker, which holds it: this is about the count of attempts.
            try receiver.answer(500)
            var file = GatewayFile([("one", receiver)])
            file.targets[0].lines = ["breaker = false"]
            file.targets[0].retry = #"{ backoff = "fixed", delay = "300ms" }"#
            let gateway = try GatewayProcess(stage, file)
            let answers = try stage.post((0..<50).map { .message("kill-\($0)") }, to: gateway)
            #expect(answers.allSatisfy { $0.outcome == "accepted" })
            let ids = Set(answers.compactMap(\.id))
            try eventually("each event was tried twice") {
                let entries = try receiver.entries()
                return ids.allSatisfy { id in entries.contains { $0.id == id && $0.attempt >= 2 } }
            }
            gateway.kill()
            let before = try receiver.entries()
            try receiver.answer(200)
            try gateway.restart()
            let after = try eventually("everything arrives") {
                let new = try receiver.entries().dropFirst(before.count)
                return Set(new.filter { $0.status == 200 }.map(\.id)) == ids ? Array(new) : nil
            }
            for id in ids {
                let tried = before.filter { $0.id == id }.map(\.attempt).max() ?? 0
                let next = try #require(after.first { $0.id == id }?.attempt)
                // The outcome of the last attempt may have died with the process; then its number comes once more.
                #expect((tried...tried + 1).contains(next), "tried \(tried) times, then attempt \(next)")
            }
            #expect(after.allSatisfy { $0.proof == "valid" })
        }
    }

    @Test func copyOfAnEventFromBeforeTheKillIsADuplicate() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let first = try stage.post(.message("kept"), to: gateway)
            gateway.kill()
            try gateway.restart()
            let second = try stage.post(.message("kept"), to: gateway)
            #expect(second.outcome == "duplicate")
            #expect(second.id == first.id)
        }
    }

    @Test func targetThatWasDownGetsEverythingAndTheOtherNeverWaited() throws {
        try Stage.run { stage in
            let down = try Receiver(stage, started: false)
            let up = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("down", down), ("up", up)]))
            let answers = try stage.post((0..<40).map { .message("down-\($0)") }, to: gateway)
            let ids = Set(answers.compactMap(\.id))
            #expect(ids.count == 40)
            #expect(Set(try up.entries(count: 40, seconds: 5).map(\.id)) == ids)
            try eventually("the backlog of the one that is down is counted") {
                try gateway.metric("hookgate_backlog_deliveries", label: #"target="down""#) == 40
            }
            try down.start()
            #expect(Set(try down.entries(count: 40).map(\.id)) == ids)
            try eventually("nothing is left over") { try gateway.metric("hookgate_backlog_deliveries") == 0 }
        }
    }

    @Test func deliveryThatRanOutOfAttemptsIsADeadLetter() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            try receiver.answer(500)
            var file = GatewayFile([("one", receiver)])
            file.targets[0].retry = #"{ attempts = 3, backoff = "fixed", delay = "100ms" }"#
            let gateway = try GatewayProcess(stage, file)
            #expect(try stage.post(.message("dead"), to: gateway).outcome == "accepted")
            try eventually("it is dead") {
                try gateway.metric("hookgate_deliveries_total", label: #"outcome="dead_exhausted""#) == 1
            }
            #expect(try receiver.entries().map(\.attempt) == [1, 2, 3])
            try eventually("nothing waits any more") { try gateway.metric("hookgate_backlog_deliveries") == 0 }
        }
    }
}
