import Testing

/// Senders known by name, each played with nothing but openssl and curl.
@Suite struct SenderPresetTests {
    private static let standardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private static func source(_ name: String, _ secret: String) -> [String] {
        [
            "[[source]]", #"name = "\#(name)""#, #"path = "/\#(name)""#, #"scheme = "\#(name)""#,
            #"secrets = ["\#(secret)"]"#,
        ]
    }

    /// The shell's part of every sender: `post PATH HEADER...` prints the status and the body of the answer.
    private static let post = """
        post() {
            local path=$1 arguments=(); shift
            for header in "$@"; do arguments+=(-H "$header"); done
            curl -sS "http://127.0.0.1:$PORT$path" -H 'Content-Type: application/json' "${arguments[@]}" \\
                -w ' %{http_code}' --data-binary "$BODY"
        }
        hex() { openssl dgst -sha256 -hmac "$1" -r | cut -d' ' -f1; }
        now=$(date +%s)

        """

    /// How each sender signs `$BODY` at `$now`, and the name under which its event arrives.
    private static let senders: [(name: String, body: String, event: String, request: String)] = [
        (
            "github", #"{"action":"opened","number":7}"#, "pull_request.opened",
            """
            post /github 'X-GitHub-Event: pull_request' 'X-GitHub-Delivery: d1' \\
                "X-Hub-Signature-256: sha256=$(printf %s "$SIGNED" | hex "$SECRET")"
            """
        ),
        (
            "stripe", #"{"id":"evt_1","type":"invoice.paid"}"#, "invoice.paid",
            #"post /stripe "Stripe-Signature: t=$now,v0=00,v1=$(printf '%s.%s' "$now" "$SIGNED" | hex "$SECRET")""#
        ),
        (
            "standard-webhooks", #"{"type":"user.created","data":{}}"#, "user.created",
            """
            key=$(printf %s "${STANDARD#whsec_}" | base64 -d | od -An -tx1 | tr -d ' \\n')
            tag=$(printf 'msg_1.%s.%s' "$now" "$SIGNED" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
            post /standard-webhooks 'webhook-id: msg_1' "webhook-timestamp: $now" "webhook-signature: v1,$tag"
            """
        ),
        (
            "discord", #"{"type":1,"event":{"type":"APPLICATION_AUTHORIZED"},"id":"9"}"#, "APPLICATION_AUTHORIZED",
            """
            printf '%s%s' "$now" "$SIGNED" >message
            openssl pkeyutl -sign -rawin -inkey discord.pem -in message -out tag
            post /discord "X-Signature-Timestamp: $now" "X-Signature-Ed25519: $(od -An -v -tx1 tag | tr -d ' \\n')"
            """
        ),
    ]

    private static func gateway(_ stage: Stage, _ receiver: Receiver) throws -> GatewayProcess {
        let key = try stage.shell(
            "openssl genpkey -algorithm ed25519 -out discord.pem; "
                + "openssl pkey -in discord.pem -pubout -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \\n'"
        )
        var file = GatewayFile([("one", receiver)])
        file.sourceLines =
            Self.source("github", "env:WEBHOOK_SECRET") + Self.source("stripe", "env:WEBHOOK_SECRET")
            + Self.source("standard-webhooks", "env:STANDARD") + Self.source("discord", "env:DISCORD_KEY")
        let environment = ["WEBHOOK_SECRET": Stage.secret, "STANDARD": Self.standardSecret, "DISCORD_KEY": key]
        return try GatewayProcess(stage, file, environment: environment)
    }

    private static func send(
        _ stage: Stage,
        _ gateway: GatewayProcess,
        _ request: String,
        body: String,
        signed: String
    ) throws -> String {
        try stage.shell(
            Self.post + request,
            environment: [
                "PORT": "\(gateway.port)", "SECRET": Stage.secret, "STANDARD": Self.standardSecret, "BODY": body,
                "SIGNED": signed,
            ]
        )
    }

    @Test func senderKnownByNameIsVerifiedAndItsChangedRequestIsNot() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try Self.gateway(stage, receiver)
            for sender in Self.senders {
                let changed = sender.body.replacing("}", with: " }")
                let forged = try Self.send(stage, gateway, sender.request, body: changed, signed: sender.body)
                #expect(forged == #"{"error":"Invalid signature"} 401"#, "\(sender.name)")
            }
            var expected = 0
            for sender in Self.senders {
                // Discord's first type is the one of its question.
                let body =
                    sender.name == "discord" ? sender.body.replacing(#""type":1,"#, with: #""type":0,"#) : sender.body
                let answer = try Self.send(stage, gateway, sender.request, body: body, signed: body)
                #expect(
                    answer.hasPrefix(#"{"status":"accepted""#) && answer.hasSuffix(" 200"),
                    "\(sender.name): \(answer)"
                )
                let again = try Self.send(stage, gateway, sender.request, body: body, signed: body)
                #expect(again.hasPrefix(#"{"status":"duplicate""#), "\(sender.name): \(again)")
                expected += 1
                let entries = try receiver.entries(count: expected)
                #expect(entries.last?.headers["hookgate-event"] == sender.event)
                #expect(entries.last?.headers["hookgate-source"] == sender.name)
                #expect(entries.last?.proof == "valid")
            }
            #expect(try receiver.entries().count == expected)
        }
    }

    @Test func discordsQuestionIsAnsweredOnlyWithItsSignature() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try Self.gateway(stage, receiver)
            let request = try #require(Self.senders.last).request
            let ping = #"{"type":1,"id":"1","application_id":"2"}"#
            #expect(try Self.send(stage, gateway, request, body: ping, signed: ping) == #"{"type":1} 200"#)
            #expect(try Self.send(stage, gateway, request, body: ping, signed: ping + " ").hasSuffix(" 401"))
            #expect(try receiver.entries().isEmpty)
        }
    }
}
