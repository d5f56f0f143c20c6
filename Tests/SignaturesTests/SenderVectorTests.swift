import Events
import Signatures
import Testing

/// What senders publish, taken by the presets that gateway.conf names.
struct SenderVectorTests {
    /// A published request, with what only the configuration knows.
    struct Vector: Sendable, CustomTestStringConvertible {
        let preset: String
        let secret: String
        let headers: [(String, String)]
        let body: String
        var now: Int64 = 1_700_000_000
        var publicURL: String?
        var target = "/hook"

        var testDescription: String { self.preset }

        func verifier(_ secret: String? = nil) throws -> Verifier {
            var scheme = try #require(SignatureScheme.preset(self.preset))
            scheme.publicURL = self.publicURL
            return try Verifier(scheme, secret ?? self.secret)
        }

        var head: SampleHead {
            var head = SampleHead(self.headers)
            head.target = self.target
            return head
        }
    }

    private static let twilioURL = "https://mycompany.com/myapp.php"
    private static let adyenItem =
        #"{"notificationItems":[{"NotificationRequestItem":{"pspReference":"7914073381342284","originalReference":"","#
        + #""merchantAccountCode":"TestMerchant","merchantReference":"TestPayment-1407325143704","#
        + #""amount":{"value":1130,"currency":"EUR"},"eventCode":"AUTHORISATION","success":"true","#
        + #""additionalData":{"hmacSignature":"coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0="}}}"#
    private static let sendGridBody =
        #"[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","#
        + #""sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","#
        + #""sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","#
        + #""smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]"# + "\r\n"

    static let vectors = [
        Vector(
            preset: "github",
            secret: "It's a Secret to Everybody",
            headers: [
                ("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
            ],
            body: "Hello, World!"
        ),
        Vector(
            preset: "jira",
            secret: "It's a Secret to Everybody",
            headers: [("X-Hub-Signature", "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9")],
            body: "Hello World!"
        ),
        Vector(
            preset: "standard-webhooks",
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            headers: [
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
                ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            ],
            body: #"{"test": 2432232314}"#,
            now: 1_614_265_330
        ),
        Vector(
            preset: "standard-webhooks-v1a",
            secret: "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
            headers: [
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
                (
                    "webhook-signature",
                    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
                ),
            ],
            body: #"{"test": 2432232314}"#,
            now: 1_614_265_330
        ),
        Vector(
            preset: "circleci",
            secret: "hunter123",
            headers: [
                ("circleci-signature", "v1=9be2242094a9a8c00c64306f382a7f9d691de910b4a266f67bd314ef18ac49fa")
            ],
            body: "an-important-request-payload"
        ),
        Vector(
            preset: "adyen",
            secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
            headers: [],
            body: adyenItem + "]}"
        ),
        Vector(
            preset: "square",
            secret: "asdf1234",
            headers: [("x-square-hmacsha256-signature", "2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=")],
            body: #"{"hello":"world"}"#,
            publicURL: "https://example.com/webhook"
        ),
        Vector(
            preset: "twilio",
            secret: "12345",
            headers: [("X-Twilio-Signature", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")],
            body: "To=%2B18005551212&CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030",
            publicURL: twilioURL,
            target: "/myapp.php?foo=1&bar=2"
        ),
        Vector(
            preset: "twilio-json",
            secret: "12345",
            headers: [("X-Twilio-Signature", "a9nBmqA0ju/hNViExpshrM61xv4=")],
            body: #"{"property": "value", "boolean": true}"#,
            publicURL: twilioURL,
            target: "/myapp.php?foo=1&bar=2"
                + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
        ),
        Vector(
            preset: "sanity",
            secret: "try-me",
            headers: [
                ("sanity-webhook-signature", "t=1633518820676,v1=e7C9h2sfbFfc4V7TEz7PSOp4IoNzl0UdVsBV-1wgdeA")
            ],
            body: #"{"title":"GROQ-Hooks are neat"}"#
        ),
        Vector(
            preset: "sendgrid",
            secret: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe6"
                + "2gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
            headers: [
                ("X-Twilio-Email-Event-Webhook-Timestamp", "1600112502"),
                (
                    "X-Twilio-Email-Event-Webhook-Signature",
                    "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
                ),
            ],
            body: sendGridBody,
            now: 1_600_112_502
        ),
    ]

    @Test(arguments: vectors) func whatTheSenderPublishedIsTaken(_ vector: Vector) throws {
        let now = Timestamp(seconds: vector.now)
        #expect(try vector.verifier().refusal(vector.head, vector.body, at: now) == nil)
    }

    @Test(arguments: vectors) func aFlippedBitIsSeen(_ vector: Vector) throws {
        let now = Timestamp(seconds: vector.now)
        let verifier = try vector.verifier()
        let last = vector.body.utf8.count - (vector.preset == "adyen" ? 200 : 4)
        var body = Array(vector.body.utf8)
        body[last] ^= 1
        #expect(verifier.refusal(vector.head, body, at: now) != nil)
        for (name, value) in vector.headers where !value.isEmpty {
            #expect(verifier.refusal(vector.head.adding(name, value), vector.body, at: now) == nil)
            #expect(verifier.refusal(vector.head.adding(name, value + "0"), vector.body, at: now) == .ambiguousHeader)
            #expect(verifier.refusal(vector.head.without(name), vector.body, at: now) != nil)
        }
        if verifier.scheme.toleranceMilliseconds != nil {
            #expect(
                verifier.refusal(vector.head, vector.body, at: Timestamp(seconds: vector.now + 301)) == .staleTimestamp
            )
            #expect(
                verifier.refusal(vector.head, vector.body, at: Timestamp(seconds: vector.now - 301)) == .futureTimestamp
            )
        }
        if vector.publicURL != nil {
            var elsewhere = vector
            elsewhere.publicURL = "https://example.org/other"
            #expect(try elsewhere.verifier().refusal(vector.head, vector.body, at: now) == .signatureMismatch)
        }
    }

    @Test func aSecondItemThatNoSignatureCoversIsRefused() throws {
        let vector = try #require(Self.vectors.first { $0.preset == "adyen" })
        let body = Self.adyenItem + #",{"NotificationRequestItem":{}}]}"#
        let cause = try vector.verifier().refusal(vector.head, body, at: Timestamp(seconds: vector.now))
        #expect(cause == .missingSignedPart)
    }

    @Test(arguments: [
        "00" + String(repeating: "00", count: 31), "01" + String(repeating: "00", count: 31),
        "ec" + String(repeating: "ff", count: 30) + "7f", "ee" + String(repeating: "ff", count: 30) + "7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ])
    func keysOfSmallOrderOrInAnotherEncodingAreRefused(_ key: String) throws {
        let scheme = try #require(SignatureScheme.preset("discord"))
        let error = #expect(throws: SchemeError.self) { try Verifier(scheme, key) }
        #expect(error?.code == .unusableKey || error?.code == .emptySecret)
    }
}
