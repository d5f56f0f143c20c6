import Testing

@Suite struct RefusalTests {
    @Test func whatDoesNotVerifyIsRefusedAndArrivesNowhere() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let body = Webhook.message("refused").body
            var stranger = Webhook(body)
            stranger.secret = "somebody-else's-secret-of-the-same-length"
            let refused = [
                Webhook(body, flip: true),
                Webhook(body, omit: ["X-Webhook-Signature"]),
                Webhook(body, omit: ["X-Webhook-Timestamp"]),
                Webhook(body, omit: ["X-Webhook-Signature", "X-Webhook-Timestamp"]),
                // Whole seconds on the wire: 301 may still be 300.x on arrival in the future's case, 302 never is.
                Webhook(body, age: 301),
                Webhook(body, age: -302),
                Webhook(body, age: 86_400),
                stranger,
            ]
            let answers = try stage.post(refused + [Webhook.message("marker")], to: gateway)
            for answer in answers.dropLast() {
                #expect(answer == WebhookAnswer(status: 401, body: #"{"error":"Invalid signature"}"#))
            }
            #expect(answers.last?.outcome == "accepted")
            #expect(try receiver.entries(count: 1).map(\.id) == [answers.last?.id])
            #expect(try gateway.metric("hookgate_rejections_total") == Double(refused.count))
        }
    }

    @Test func freshEnoughOnBothSidesIsTaken() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let answers = try stage.post(
                [Webhook(Webhook.message("old").body, age: 290), Webhook(Webhook.message("early").body, age: -290)],
                to: gateway
            )
            #expect(answers.map(\.outcome) == ["accepted", "accepted"])
        }
    }

    @Test(arguments: [
        ("GET", "/cubeconnect/webhook", "405"), ("POST", "/elsewhere", "404"), ("POST", "/cubeconnect/webhook/", "404"),
    ])
    func wrongMethodOrPathIsTold(method: String, path: String, status: String) throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let answer = try stage.shell(
                "curl -sS -o /dev/null -w '%{http_code}' -X \(method) http://127.0.0.1:\(gateway.port)\(path)"
            )
            #expect(answer == status)
        }
    }

    @Test func signedBodyThatIsNotJSONIsABadRequest() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]))
            let answers = try stage.post(
                [Webhook("{"), Webhook("[1]"), Webhook(#"{"event":1}"#), Webhook(#"{"event":"a","event":"b"}"#)],
                to: gateway
            )
            #expect(answers.map(\.status) == [400, 400, 400, 400])
        }
    }
}
