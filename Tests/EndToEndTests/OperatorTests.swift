import Testing

@Suite struct OperatorTests {
    private static func status(_ stage: Stage, _ port: Int, _ path: String, _ headers: String...) throws -> String {
        let options = headers.map { "-H '\($0)'" }.joined(separator: " ")
        return try stage.shell(
            "curl -sS -o /dev/null -w '%{http_code}' \(options) http://127.0.0.1:\(port)\(path)"
        )
    }

    @Test func metricsPageHoldsTheDocumentedNames() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            _ = try stage.post([.message("a"), .message("a"), Webhook("{}", flip: true)], to: gateway)
            _ = try receiver.entries(count: 1)
            try eventually("the delivery is counted") {
                try gateway.metric("hookgate_deliveries_total", label: #"outcome="delivered""#) == 1
            }
            #expect(try gateway.metric("hookgate_events_accepted_total") == 1)
            #expect(try gateway.metric("hookgate_events_duplicate_total") == 1)
            #expect(try gateway.metric("hookgate_rejections_total") == 1)
            let page = try LocalSocket.get(port: gateway.admin, path: "/metrics")
            #expect(page.status == 200)
            // Every name of the documentation is on the page, and nothing else is.
            let documentation = File.read(Stage.sources.replacing("/Tests/EndToEndTests", with: "/docs/operating.md"))
            let documented = Set(documentation.matches(of: #/`(hookgate_[a-z_]+)`/#).map { String($0.output.1) })
            let shown = Set(page.body.matches(of: #/# TYPE (hookgate_[a-z_]+) /#).map { String($0.output.1) })
            #expect(shown.subtracting(documented) == [], "not in docs/operating.md")
            #expect(documented.subtracting(shown) == [], "in docs/operating.md only")
        }
    }

    @Test func foreignHostIsNotAnswered() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            #expect(try Self.status(stage, gateway.admin, "/metrics") == "200")
            #expect(try Self.status(stage, gateway.admin, "/metrics", "Host: evil.example") == "421")
            #expect(try Self.status(stage, gateway.admin, "/healthz", "Host: evil.example:\(gateway.admin)") == "421")
            #expect(try Self.status(stage, gateway.admin, "/metrics", "Host: localhost:1") == "200")
        }
    }

    @Test func tokenIsAskedForEverywhereButHealth() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            var file = GatewayFile([("one", receiver)])
            file.adminLines = [#"token = "env:TOKEN""#]
            let token = "an-operator's-token-of-the-tests"
            let gateway = try GatewayProcess(
                stage,
                file,
                environment: ["WEBHOOK_SECRET": Stage.secret, "TOKEN": token]
            )
            #expect(try Self.status(stage, gateway.admin, "/healthz") == "200")
            #expect(try Self.status(stage, gateway.admin, "/readyz") == "200")
            #expect(try Self.status(stage, gateway.admin, "/metrics") == "401")
            #expect(try Self.status(stage, gateway.admin, "/metrics", "Authorization: Bearer wrong") == "401")
            let page = try LocalSocket.get(
                port: gateway.admin,
                path: "/metrics",
                headers: ["Authorization: Bearer \(token)"]
            )
            #expect(page.status == 200)
        }
    }

    @Test func listenerOffLoopbackNeedsAToken() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let text = GatewayFile([("one", receiver)]).text(port: try Ports.free(), admin: try Ports.free())
                .replacing("[admin]\nlisten = \"127.0.0.1:", with: "[admin]\nlisten = \"0.0.0.0:")
            let path = "\(stage.folder)/open.conf"
            try File.write(path, text)
            let result = try stage.hookgate("serve", "-c", path, environment: ["WEBHOOK_SECRET": Stage.secret])
            #expect(result.status == 1)
            #expect(result.errors.contains("token"))
        }
    }

    @Test func statusShowsWhatHappened() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            _ = try stage.post(.message("a"), to: gateway)
            _ = try receiver.entries(count: 1)
            let environment = ["WEBHOOK_SECRET": Stage.secret]
            let status = try stage.hookgate("status", "-c", gateway.configuration, environment: environment)
            #expect(status.status == 0, "\(status.all)")
            #expect(status.output.contains("cubeconnect"))
            #expect(status.output.contains("one"))
            let json = try stage.hookgate("status", "--json", "-c", gateway.configuration, environment: environment)
            #expect(json.output.contains(#""isReady":true"#))
        }
    }

    @Test func pauseHoldsDeliveriesAcrossARestart() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let environment = ["WEBHOOK_SECRET": Stage.secret]
            let base = "http://127.0.0.1:\(gateway.admin)"
            func targets(_ arguments: String...) throws -> Stage.Result {
                let command = [Stage.binary, "targets"] + arguments
                return try stage.finish(command + ["-c", gateway.configuration], environment: environment)
            }
            // A page of another site cannot pause it, and a program must say where it means to post.
            for origin in ["", "-H 'Origin: http://evil.example'", "-H 'Sec-Fetch-Site: cross-site'"] {
                let status = try stage.shell(
                    "curl -sS -o /dev/null -w '%{http_code}' -X POST \(origin) \(base)/api/v1/targets/one/pause"
                )
                #expect(status == "403")
            }
            #expect(try targets("list").output.contains("active"))
            let unknown = try targets("pause", "two")
            #expect(unknown.status == 1 && unknown.errors.contains("there are: one"))
            let paused = try targets("pause", "one")
            #expect(paused.status == 0 && paused.output.contains("one is paused"), "\(paused.all)")
            _ = try stage.post((0..<5).map { .message("held-\($0)") }, to: gateway)
            gateway.kill()
            try gateway.restart()
            #expect(try targets("list").output.contains("paused by hand"))
            let status = try stage.hookgate("status", "-c", gateway.configuration, environment: environment)
            #expect(status.output.contains("one is paused: paused by hand"), "\(status.all)")
            #expect(try receiver.entries().isEmpty)
            #expect(try targets("resume", "one").output.contains("one is active"))
            #expect(try receiver.entries(count: 5).allSatisfy { $0.attempt == 1 })
        }
    }

    @Test func healthcheckTellsALivingGatewayFromADeadOne() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let url = "http://127.0.0.1:\(gateway.admin)"
            #expect(try stage.hookgate("healthcheck", "--url", url).status == 0)
            #expect(try stage.hookgate("healthcheck", "--ready", "--url", url).status == 0)
            #expect(try gateway.terminate() == 0)
            #expect(try stage.hookgate("healthcheck", "--url", url).status == 1)
        }
    }

    @Test func backupOfALiveStoreIsWholeAndComplete() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            _ = try stage.post((0..<30).map { .message("backup-\($0)") }, to: gateway)
            let file = "\(stage.folder)/copy.db"
            let backup = try stage.hookgate(
                "backup",
                "-c",
                gateway.configuration,
                file,
                environment: gateway.environment
            )
            #expect(backup.status == 0, "\(backup.all)")
            let check = try stage.shell(
                """
                python3 - "$FILE" <<'PYTHON'
                import sqlite3, sys
                store = sqlite3.connect(sys.argv[1])
                print(store.execute("pragma integrity_check").fetchone()[0], store.execute("select count(*) from events").fetchone()[0])
                PYTHON
                """,
                environment: ["FILE": file]
            )
            #expect(check == "ok 30\n")
            let mode = try stage.shell("stat -c %a \(file)")
            #expect(mode == "600\n")
            #expect(try stage.post(.message("after"), to: gateway).outcome == "accepted")
        }
    }
}
