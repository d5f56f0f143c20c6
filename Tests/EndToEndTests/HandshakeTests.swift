import Glibc
import Testing

/// Every handshake, played against the running gateway by a client of its own (`Senders/handshakes.py`).
@Suite struct HandshakeTests {
    /// A source of each sender, in gateway.conf.
    private static func source(_ name: String, _ lines: String...) -> [String] {
        ["[[source]]", #"name = "\#(name)""#, #"path = "/\#(name)""#, #"scheme = "hmac""#] + lines
    }

    private static let secret = #"secrets = ["env:PROVIDER_SECRET"]"#
    private static let plain = #"signature_header = "X-Signature""#

    private static func versioned(_ name: String) -> [String] {
        Self.source(name, Self.secret, Self.plain, #"handshake = "\#(name)""#) + [
            #"prefix = "v0=""#, #"content = "v0:{timestamp}:{body}""#, #"timestamp_header = "X-Request-Timestamp""#,
            #"timestamp_format = "seconds""#,
        ]
    }

    /// A body signature as X writes it.
    private static func whole(_ name: String, _ lines: String...) -> [String] {
        Self.source(name, Self.secret, Self.plain, #"prefix = "sha256=""#, #"encoding = "base64""#) + lines
    }

    private static let sources: [String] =
        Self.versioned("slack") + Self.versioned("zoom") + Self.versioned("twitch")
        + Self.whole("x", #"handshake = "x""#, #"event = "const:tweet""#)
        + Self.whole("meta", #"handshake = "meta""#, #"verify_token = "env:VERIFY_TOKEN""#)
        + Self.whole("graph", #"handshake = "microsoft-graph""#) + Self.whole("okta", #"handshake = "okta""#)
        + Self.whole("dropbox", #"handshake = "dropbox""#) + Self.whole("trello", #"handshake = "trello""#)
        + Self.whole("grid", #"handshake = "cloudevents""#, #"allowed_origins = ["eventgrid.azure.net"]"#)
        + ["allowed_rate = 120"]
        + Self.whole("sns", #"handshake = "aws-sns""#)
        + [#"confirm_topics = ["arn:aws:sns:eu-west-1:123456789012:orders"]"#]
        + Self.source("asana", #"secrets = ["file:asana.key"]"#, #"signature_header = "X-Hook-Signature""#)
        + [#"handshake = "asana""#]

    private static let environment = [
        "WEBHOOK_SECRET": Stage.secret, "PROVIDER_SECRET": Stage.secret, "VERIFY_TOKEN": "the word of the tests",
    ]

    private static func gateway(_ stage: Stage) throws -> GatewayProcess {
        var file = GatewayFile([("one", try Receiver(stage))])
        file.sourceLines = Self.sources
        return try GatewayProcess(stage, file, environment: Self.environment)
    }

    /// Plays one sender's handshake with its forgeries.
    private static func play(_ name: String, _ stage: Stage, _ gateway: GatewayProcess) throws -> [String] {
        let result = try stage.finish(
            ["python3", "\(Stage.sources)/Senders/handshakes.py", "\(gateway.port)", Stage.secret, name]
        )
        guard result.status == 0 else { throw StageError("\(name): \(result.all)") }
        return result.output.split(separator: "\n").map(String.init)
    }

    private static let signedForgeries = [
        "unsigned: 401", "another secret: 401", "stale: 401", "future: 401", "changed: 401",
    ]

    @Test func senderIsConvincedAndItsForgeriesAreNot() throws {
        let expected: [(name: String, lines: [String])] = [
            ("slack", ["challenge: verified"] + Self.signedForgeries + ["script: 403"]),
            ("zoom", ["challenge: verified"] + Self.signedForgeries + ["oracle: 403"]),
            (
                "twitch",
                ["challenge: verified"] + Self.signedForgeries + ["event with the header of a challenge: verified"]
            ),
            ("x", ["challenge: verified", "oracle: 403", "event with the signature of a token: 401"]),
            (
                "meta",
                [
                    "challenge: verified", "another word: 403", "no word: 403", "another mode: 403", "script: 403",
                    "nothing: 403", "PUT: 405",
                ]
            ),
            ("graph", ["challenge: verified", "script: 403", "unsigned event: 401"]),
            ("okta", ["challenge: verified", "script: 403", "nothing: 403"]),
            ("dropbox", ["challenge: verified", "script: 403", "two challenges: 403"]),
            ("grid", ["origin: verified", "another origin: 403", "and not allowed: verified", "nothing: 403"]),
            ("trello", ["look: verified", "GET: 405"]),
        ]
        try Stage.run { stage in
            let gateway = try Self.gateway(stage)
            for (name, lines) in expected { #expect(try Self.play(name, stage, gateway) == lines, "\(name)") }
            // All of them but the token of X that was asked for twice, once each; and nothing but Twitch's event is stored.
            #expect(try gateway.metric("hookgate_handshakes_total") == Double(expected.count + 1))
            #expect(try gateway.metric("hookgate_events_accepted_total") == 1)
        }
    }

    @Test func keyOfAsanaIsTakenOnlyWhileArmed() throws {
        try Stage.run { stage in
            let gateway = try Self.gateway(stage)
            func arm(_ name: String) throws -> Stage.Result {
                try stage.hookgate("sources", "arm", name, "--url", "http://127.0.0.1:\(gateway.admin)")
            }
            #expect(try Self.play("asana", stage, gateway) == ["key: 403", "event: 401"])
            #expect(try arm("nobody").errors.contains("no source of this name"))
            #expect(try arm("slack").errors.contains("hands over no key"))
            let armed = try arm("asana")
            #expect(armed.status == 0 && armed.output.contains("ten minutes"), "\(armed.all)")
            #expect(try Self.play("asana", stage, gateway) == ["key: verified", "event: verified"])
            #expect(try stage.shell("stat -c %a asana.key; wc -l < asana.key") == "600\n1\n")

            let again = try arm("asana")
            #expect(again.status == 1 && again.errors.contains("no sender may replace it"), "\(again.all)")
            #expect(try Self.play("asana", stage, gateway).first == "key: 403")
            #expect(gateway.log.contains("key taken from the sender"))
            #expect(!gateway.log.contains("b537207f"))

            // The key outlives the process.
            #expect(try gateway.terminate() == 0)
            try gateway.restart()
            #expect(try Self.play("asana", stage, gateway) == ["key: 403", "event: verified"])
            #expect(try arm("asana").status == 1)
        }
    }

    @Test func pageOfAnotherSiteCannotArm() throws {
        try Stage.run { stage in
            let gateway = try Self.gateway(stage)
            let url = "http://127.0.0.1:\(gateway.admin)/api/v1/sources/asana/arm"
            func status(_ options: String) throws -> String {
                try stage.shell("curl -sS -o /dev/null -w '%{http_code}' -X POST \(options) \(url)")
            }
            #expect(try status("-H 'Origin: http://evil.example'") == "403")
            #expect(try status("-H 'Sec-Fetch-Site: cross-site'") == "403")
            #expect(try status("-H 'Host: evil.example'") == "421")
            #expect(try Self.play("asana", stage, gateway).first == "key: 403")
            #expect(try status("-H 'Origin: http://127.0.0.1:\(gateway.admin)'") == "200")
        }
    }

    @Test func subscriptionIsConfirmedAtAmazonAndNowhereElse() throws {
        try Stage.run { stage in
            let gateway = try Self.gateway(stage)
            let lines = try Self.play("sns", stage, gateway)
            #expect(
                lines == ["subscription: 200", "another topic: 403", "another host in the token: 403", "unsigned: 401"]
            )
            // There is no Amazon on this machine; that it was looked for there, and how it ended, stands in the log.
            try eventually("the confirmation has ended", seconds: 20) {
                gateway.log.contains("confirmed") && gateway.log.contains("https://sns.eu-west-1.amazonaws.com/")
            }
            #expect(gateway.log.split(separator: "\n").filter { $0.contains("confirmed") }.count == 1)
            #expect(!gateway.log.contains("evil.example") && !gateway.log.contains("127.0.0.1:1/"))
        }
    }
}
