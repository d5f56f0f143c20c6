import FoundationEssentials
import Testing

/// Refused requests as an operator sees them: kept, explained, replayed.
@Suite struct RejectionTests {
    private struct Page: Decodable {
        struct Entry: Decodable {
            let id: Int
            let source: String
            let cause: String
            let findings: [String]
            let explanation: String
            let isReplayable: Bool
            let replayedAs: String?
        }
        let rejections: [Entry]
        let next: Int?
    }

    private static func list(_ gateway: GatewayProcess, _ query: String = "") throws -> Page {
        let answer = try LocalSocket.get(port: gateway.admin, path: "/api/v1/rejections\(query)")
        guard answer.status == 200 else { throw StageError("\(answer.status): \(answer.body)") }
        return try JSONDecoder().decode(Page.self, from: Data(answer.body.utf8))
    }

    /// Waits until so many are kept: another thread keeps them, after the answer.
    private static func list(_ gateway: GatewayProcess, count: Int) throws -> [Page.Entry] {
        try eventually("\(count) rejections are kept") {
            let found = try Self.list(gateway).rejections
            return found.count == count ? found : nil
        }
    }

    @Test func aWrongSecretIsExplainedKeptAndReplayedOnceItIsMended() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let file = GatewayFile([("one", receiver)])
            var gateway = try GatewayProcess(stage, file, environment: ["WEBHOOK_SECRET": "a-secret-with-a-slip"])
            var webhook = Webhook.message("late")
            webhook.secret = "a-secret-with-a-slip\n"
            #expect(try stage.post(webhook, to: gateway).status == 401)
            webhook.secret = Stage.secret
            #expect(try stage.post(webhook, to: gateway).status == 401)
            let found = try Self.list(gateway, count: 2)
            #expect(found.map(\.cause) == ["signature_mismatch", "signature_mismatch"])
            #expect(found[1].findings == ["secret_space"])
            #expect(found[1].explanation.contains("with a line feed behind it"))
            let id = "\(found[0].id)"
            let refused = try stage.hookgate(
                "rejections",
                "replay",
                id,
                "-c",
                gateway.configuration,
                environment: gateway.environment
            )
            #expect(refused.status == 1 && refused.output == "refused: signature_mismatch\n", "\(refused.all)")
            #expect(try gateway.terminate() == 0)

            gateway = try GatewayProcess(stage, file)
            let url = "http://127.0.0.1:\(gateway.admin)"
            let shown = try stage.hookgate("rejections", "list", "--url", url)
            #expect(shown.output.contains("signature_mismatch") && shown.output.contains("possible"), "\(shown.all)")
            let replayed = try stage.hookgate("rejections", "replay", id, "--url", url, "--json")
            #expect(replayed.status == 0 && replayed.output.contains("\"accepted\""), "\(replayed.all)")
            let entry = try #require(try receiver.entries(count: 1).first)
            #expect(entry.proof == "valid")
            let again = try stage.hookgate("rejections", "replay", id, "--url", url)
            #expect(again.status == 1 && again.errors.contains("replayed already"), "\(again.all)")
            #expect(try Self.list(gateway).rejections[0].replayedAs?.hasPrefix("evt_") == true)
            // The sender tries once more: it is the same webhook.
            webhook.age = 1
            #expect(try stage.post(webhook, to: gateway).outcome == "duplicate")
        }
    }

    @Test func credentialsAreNotKept() throws {
        try Stage.run { stage in
            let gateway = try GatewayProcess(stage, GatewayFile([("one", try Receiver(stage, started: false))]))
            _ = try stage.shell(
                """
                curl -s -o answer.txt -H 'Authorization: Bearer never-to-be-kept' -H 'Cookie: a=never-to-be-kept' \
                    -H 'X-Webhook-Signature: 00' -d '{"event":"a"}' \
                    'http://127.0.0.1:\(gateway.port)\(GatewayFile.path)?token=never-to-be-kept'
                """
            )
            #expect(File.read("\(stage.folder)/answer.txt") == #"{"error":"Invalid signature"}"#)
            let id = try Self.list(gateway, count: 1)[0].id
            let shown = try stage.hookgate("rejections", "show", "\(id)", "--url", "http://127.0.0.1:\(gateway.admin)")
            #expect(shown.status == 0, "\(shown.all)")
            for expected in [
                "malformed_signature", "authorization: (redacted)", "x-webhook-signature: 00", "{\"event\":\"a\"}",
            ] {
                #expect(shown.output.contains(expected), "\(expected) in \(shown.output)")
            }
            #expect(try gateway.terminate() == 0)
            for ending in ["-rejections", "-rejections-wal"] {
                #expect(!File.read("\(stage.folder)/hookgate.db\(ending)").contains("never-to-be-kept"))
            }
        }
    }

    @Test func pagesAndFiltersWork() throws {
        try Stage.run { stage in
            let gateway = try GatewayProcess(stage, GatewayFile([("one", try Receiver(stage, started: false))]))
            let webhooks = (0..<4).map { Webhook.message("\($0)") }
            _ = try stage.post(webhooks.map { Webhook($0.body, age: 432) }, to: gateway)
            _ = try stage.post(webhooks.map { Webhook($0.body, omit: ["X-Webhook-Signature"]) }, to: gateway)
            let all = try Self.list(gateway, count: 8)
            #expect(all[7].findings == ["clock"] && all[7].explanation.contains("7 min 1"))
            let first = try Self.list(gateway, "?limit=3&cause=stale_timestamp")
            #expect(first.rejections.map(\.cause) == Array(repeating: "stale_timestamp", count: 3))
            let rest = try Self.list(gateway, "?limit=3&cause=stale_timestamp&before=\(try #require(first.next))")
            #expect(rest.rejections.count == 1 && rest.next == nil)
            #expect(try Self.list(gateway, "?source=nobody").rejections.isEmpty)
            for wrong in ["?limit=0", "?limit=201", "?before=x", "?cause=bad", "?else=1"] {
                #expect(try LocalSocket.get(port: gateway.admin, path: "/api/v1/rejections\(wrong)").status == 400)
            }
            for absent in ["999", "x"] {
                #expect(try LocalSocket.get(port: gateway.admin, path: "/api/v1/rejections/\(absent)").status == 404)
            }
        }
    }

    @Test(arguments: [
        ("-H 'Origin: http://evil.example'", 403), ("-H 'Sec-Fetch-Site: cross-site'", 403),
        ("-H 'Host: evil.example'", 421), ("-H 'Sec-Fetch-Site: same-origin'", 422), ("", 422),
    ])
    func onlyItsOwnPagesAndProgramsMayReplay(header: String, status: Int) throws {
        try Stage.run { stage in
            let gateway = try GatewayProcess(stage, GatewayFile([("one", try Receiver(stage, started: false))]))
            _ = try stage.post(Webhook(Webhook.message("stale").body, age: 900), to: gateway)
            let id = try Self.list(gateway, count: 1)[0].id
            let answered = try stage.shell(
                """
                curl -s -o answer.txt -w '%{http_code}' -X POST \(header) \
                    http://127.0.0.1:\(gateway.admin)/api/v1/rejections/\(id)/replay
                """
            )
            #expect(answered == "\(status)", "\(File.read("\(stage.folder)/answer.txt"))")
        }
    }

    @Test func aBodyTooLargeToBeKeptIsShownInPartAndNotReplayed() throws {
        try Stage.run { stage in
            let gateway = try GatewayProcess(stage, GatewayFile([("one", try Receiver(stage, started: false))]))
            let text = String(repeating: "x", count: 70_000)
            _ = try stage.post(Webhook(#"{"event":"a","text":"\#(text)"}"#, flip: true), to: gateway)
            let found = try Self.list(gateway, count: 1)[0]
            #expect(!found.isReplayable)
            let url = "http://127.0.0.1:\(gateway.admin)"
            let shown = try stage.hookgate("rejections", "show", "\(found.id)", "--url", url)
            #expect(shown.output.contains("(the first part of 70023 bytes)"), "\(shown.output.suffix(200))")
            let replayed = try stage.hookgate("rejections", "replay", "\(found.id)", "--url", url)
            #expect(replayed.status == 1 && replayed.errors.contains("409"), "\(replayed.all)")
        }
    }
}
