import Testing

@Suite struct CommandTests {
    @Test func initWritesAFileThatPassesTheCheck() throws {
        try Stage.run { stage in
            let path = "\(stage.folder)/gateway.conf"
            let written = try stage.hookgate("init", path)
            #expect(written.status == 0, "\(written.all)")
            let secret = try stage.hookgate("secret")
            let text = secret.output.split(separator: "\n").joined()
            #expect(text.count >= 32)
            let environment = ["CUBECONNECT_WEBHOOK_SECRET": text]
            let checked = try stage.hookgate("check", "-c", path, environment: environment)
            #expect(checked.status == 0, "\(checked.all)")
            #expect(!checked.all.contains(text))
            let again = try stage.hookgate("init", path)
            #expect(again.status == 1)
            let printed = try stage.hookgate("init").output
            #expect(printed == File.read(path))
        }
    }

    @Test(arguments: [("message.received", "crm"), ("message.status_updated", "status")])
    func checkShowsWhatAnEventWouldReach(event: String, target: String) throws {
        try Stage.run { stage in
            let path = "\(stage.folder)/gateway.conf"
            _ = try stage.hookgate("init", path)
            let result = try stage.hookgate(
                "check",
                "-c",
                path,
                "--event",
                event,
                environment: ["CUBECONNECT_WEBHOOK_SECRET": Stage.secret]
            )
            #expect(result.status == 0, "\(result.all)")
            #expect(result.output.contains(target))
        }
    }

    @Test func checkReportsAllErrorsAtOnce() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage, started: false)
            var file = GatewayFile([("one", receiver)])
            file.routes = [(["*"], ["two"])]
            file.targets[0].url = "ftp://127.0.0.1/"
            file.serverLines = ["lisen = 1"]
            let path = "\(stage.folder)/wrong.conf"
            try File.write(path, file.text(port: 8080, admin: 8081))
            let result = try stage.hookgate("check", "-c", path, environment: ["WEBHOOK_SECRET": Stage.secret])
            #expect(result.status == 1)
            let errors = result.errors.matches(of: #/wrong\.conf:\d+:\d+: error: /#)
            #expect(errors.count >= 3, "\(result.errors)")
            #expect(result.errors.contains("listen"))
        }
    }

    @Test func secretsDiffer() throws {
        try Stage.run { stage in
            let secrets = try (0..<3).map { _ in try stage.hookgate("secret").output }
            #expect(Set(secrets).count == 3)
        }
    }

    @Test func sendIsAcceptedAndDelivered() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let sent = try stage.hookgate(
                "send",
                "-c",
                gateway.configuration,
                "--event",
                "campaign.completed",
                environment: gateway.environment
            )
            #expect(sent.status == 0, "\(sent.all)")
            #expect(sent.output.hasPrefix("200 "))
            let entry = try #require(try receiver.entries(count: 1).first)
            #expect(entry.headers["hookgate-event"] == "campaign.completed")
            #expect(entry.proof == "valid")
        }
    }

    @Test func whatSignSignsVerifies() throws {
        try Stage.run { stage in
            let body = "\(stage.folder)/body.json"
            let headers = "\(stage.folder)/headers.txt"
            try File.write(body, Webhook.message("signed").body)
            let environment = ["SECRET": Stage.secret]
            let signed = try stage.hookgate("sign", "--secret", "env:SECRET", "--data", body, environment: environment)
            #expect(signed.status == 0, "\(signed.all)")
            try File.write(headers, signed.output)
            let arguments = ["verify", "--secret", "env:SECRET", "--headers", headers, "--data", body]
            let verified = try stage.finish([Stage.binary] + arguments, environment: environment)
            #expect(verified.status == 0, "\(verified.all)")
            try File.write(body, Webhook.message("signed").body + "\n")
            let altered = try stage.finish([Stage.binary] + arguments, environment: environment)
            #expect(altered.status == 1)
            #expect(altered.output.contains("refused"))
        }
    }

    @Test func sinkVerifiesWhatTheGatewayDelivers() throws {
        try Stage.run { stage in
            let port = try Ports.free()
            let sink = try stage.start(
                [Stage.binary, "sink", "--listen", "127.0.0.1:\(port)", "--secret", "env:SECRET", "--json"],
                environment: ["SECRET": Stage.secret],
                name: "sink"
            )
            try eventually("the sink listens") { (try? LocalSocket(port: port)) != nil }
            let receiver = try Receiver(stage, started: false)
            var file = GatewayFile([("sink", receiver)])
            file.targets[0].url = "http://127.0.0.1:\(port)/webhooks"
            let gateway = try GatewayProcess(stage, file)
            let answer = try stage.post(.message("sink"), to: gateway)
            let id = try #require(answer.id)
            try eventually("the sink prints it") { sink.output.contains(id) }
            #expect(sink.output.contains(#""signature":"valid""#))
        }
    }
}
