import Events
import Signatures
import Testing

/// One signed request as a provider publishes it, or as an independent program computed it.
struct SignatureVector: Sendable, CustomTestStringConvertible {
    let name: String
    let scheme: SignatureScheme
    let secret: String
    let headers: [(String, String)]
    let body: String
    var now: Int64 = 1_700_000_000

    var testDescription: String { self.name }
    var time: Timestamp { Timestamp(seconds: self.now) }
}

struct VectorTests {
    private static let atlassianSecret = "It's a Secret to Everybody"
    private static let ownBody = #"{"id":"evt_1","type":"order.created","data":{"n":1}}"#
    private static let ownSecret = "whsec_test_secret"
    private static let slackBody =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    private static let boxBody =
        #"{"type":"webhook_event","webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","#
        + #""source":{"id":"1234567890","type":"file","name":"Test.txt"}}"#

    /// Published by the provider, or part of its SDK's tests.
    static let official = [
        SignatureVector(
            name: "GitHub, docs: validating webhook deliveries",
            scheme: ProviderSchemes.gitHub,
            secret: atlassianSecret,
            headers: [
                ("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
            ],
            body: "Hello, World!"
        ),
        SignatureVector(
            name: "Bitbucket, Atlassian docs",
            scheme: ProviderSchemes.bitbucket,
            secret: atlassianSecret,
            headers: [("X-Hub-Signature", "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9")],
            body: "Hello World!"
        ),
        SignatureVector(
            name: "Jira, Atlassian docs",
            scheme: ProviderSchemes.jira,
            secret: atlassianSecret,
            headers: [("X-Hub-Signature", "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9")],
            body: "Hello World!"
        ),
        SignatureVector(
            name: "Slack, docs: verifying requests",
            scheme: ProviderSchemes.slack,
            secret: "8f742231b10e8888abcd99yyyzzz85a5",
            headers: [
                ("X-Slack-Signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
                ("X-Slack-Request-Timestamp", "1531420618"),
            ],
            body: slackBody,
            now: 1_531_420_618
        ),
        SignatureVector(
            name: "Standard Webhooks, Svix server test; the Ed25519 signature beside it is passed over",
            scheme: ProviderSchemes.standardWebhooks,
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            headers: [
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
                (
                    "webhook-signature",
                    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== "
                        + "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
                ),
            ],
            body: #"{"test": 2432232314}"#,
            now: 1_614_265_330
        ),
        circleCI("secret", "hello world", "734cc62f32841568f45715aeb9f4d7891324e6d948e4c6c60c0621cdac48623a"),
        circleCI("another-secret", "lalala", "daa220016c8f29a8b214fbfc3671aeec2145cfb1e6790184ffb38b6d0425fa00"),
        circleCI(
            "hunter123",
            "an-important-request-payload",
            "9be2242094a9a8c00c64306f382a7f9d691de910b4a266f67bd314ef18ac49fa"
        ),
        SignatureVector(
            name: "Adyen, SDK test: key in hex",
            scheme: ProviderSchemes.adyenField,
            secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
            headers: [("hmac-signature", "coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=")],
            body: "7914073381342284::TestMerchant:TestPayment-1407325143704:1130:EUR:AUTHORISATION:true"
        ),
        SignatureVector(
            name: "Sanity, SDK test 1: base64url, any age",
            scheme: ProviderSchemes.sanity,
            secret: "test",
            headers: [("sanity-webhook-signature", "t=1633519811129,v1=tLa470fx7qkLLEcMOcEUFuBbRSkGujyskxrNXcoh0N0")],
            body: #"{"_id":"resume"}"#
        ),
        SignatureVector(
            name: "Sanity, SDK test 2",
            scheme: ProviderSchemes.sanity,
            secret: "try-me",
            headers: [("sanity-webhook-signature", "t=1633518820676,v1=e7C9h2sfbFfc4V7TEz7PSOp4IoNzl0UdVsBV-1wgdeA")],
            body: #"{"title":"GROQ-Hooks are neat"}"#
        ),
        box("SamplePrimaryKey", "6TfeAW3A1PASkgboxxA5yqHNKOwFyMWuEXny/FPD5hI="),
        box("SampleSecondaryKey", "v+1CD1Jdo3muIcbpv5lxxgPglOqMfsNHPV899xWYydo="),
    ]

    /// Computed with Python's `hmac`, for schemes without a published example.
    static let own = [
        own(
            ProviderSchemes.stripe,
            "Stripe-Signature",
            "t=1700000000,v1=582d45abeee03d6b3990aa115b704edf6961f0b4ec98904d4bb491790534739c"
        ),
        own(ProviderSchemes.shopify, "X-Shopify-Hmac-Sha256", "bC98/jjPUs4pYdWVTl2Jy9hn+2NeK/aGmSVNbWNeM0s="),
        own(
            ProviderSchemes.paddle,
            "Paddle-Signature",
            "ts=1700000000;h1=666b7e18c065e240b6c88257bd23190e904c41c759199925450087f374fad9a3"
        ),
        own(
            ProviderSchemes.zoom,
            "x-zm-signature",
            "v0=de652740214db607dcea225f79be1a84f66b0ac76a9e020e6b9189257684854b",
            ("x-zm-request-timestamp", "1700000000")
        ),
        own(ProviderSchemes.intercom, "X-Hub-Signature", "sha1=4df34491b4aa4041f7b95972eabd76e123a7222a"),
        own(
            ProviderSchemes.payStack,
            "x-paystack-signature",
            "f2d33043bba7c8ebad4e11e425058adab89266347aa68c61bbcf268cfb5731cb"
                + "883312c868c3ac99b201b8f204058128fb8b0b6d27ae70c297b98054481e5113"
        ),
        SignatureVector(
            name: "x",
            scheme: ProviderSchemes.x,
            secret: ownSecret,
            headers: [("x-twitter-webhooks-signature", "sha256=lum+kwBvqcoXZfMG+B1ULfOnKaE3QsDTzRe7jksUOx4=")],
            body: "abc123"
        ),
        SignatureVector(
            name: "twitch",
            scheme: ProviderSchemes.twitch,
            secret: ownSecret,
            headers: [
                (
                    "Twitch-Eventsub-Message-Signature",
                    "sha256=3a6a204b9b438358a1f2866a0dba48d98142269e4d61c00fb0ee0ee9005c163c"
                ),
                ("Twitch-Eventsub-Message-Id", "e76c6bd4-55c9-4987-8304-da1588d8988b"),
                ("Twitch-Eventsub-Message-Timestamp", "2019-11-16T10:11:12.634234626Z"),
            ],
            body: ownBody,
            now: 1_573_899_072
        ),
    ]

    @Test(arguments: official + own)
    func aPublishedSignatureIsTaken(_ vector: SignatureVector) throws {
        let verifier = try Verifier(vector.scheme, vector.secret)
        #expect(verifier.refusal(SampleHead(vector.headers), vector.body, at: vector.time) == nil)
    }

    @Test(arguments: official + own)
    func itIsRefusedWithAnotherSecret(_ vector: SignatureVector) throws {
        let other = vector.scheme.keyDecoding == .utf8 ? vector.secret + "x" : String(repeating: "ab", count: 16)
        let verifier = try Verifier(vector.scheme, other)
        #expect(verifier.refusal(SampleHead(vector.headers), vector.body, at: vector.time) == .signatureMismatch)
    }

    @Test(arguments: official + own)
    func itIsRefusedForABodyWithOneBitFlipped(_ vector: SignatureVector) throws {
        let verifier = try Verifier(vector.scheme, vector.secret)
        let body = Array(vector.body.utf8)
        for position in [0, body.count / 2, body.count - 1] {
            var changed = body
            changed[position] ^= 1
            #expect(verifier.refusal(SampleHead(vector.headers), changed, at: vector.time) == .signatureMismatch)
        }
    }

    @Test(arguments: official + own)
    func itIsRefusedWithoutAnyOneOfItsHeaders(_ vector: SignatureVector) throws {
        let verifier = try Verifier(vector.scheme, vector.secret)
        let head = SampleHead(vector.headers)
        let causes: [RejectionCause] = [.missingSignature, .missingTimestamp, .missingSignedPart]
        for (name, _) in vector.headers {
            let absent = try #require(verifier.refusal(head.without(name), vector.body, at: vector.time))
            #expect(causes.contains(absent))
            let empty = try #require(verifier.refusal(head.replacing(name, ""), vector.body, at: vector.time))
            #expect(empty == absent)
        }
    }

    @Test(arguments: official + own)
    func aRepeatedHeaderIsTakenOnlyWhereItSaysTheSame(_ vector: SignatureVector) throws {
        let verifier = try Verifier(vector.scheme, vector.secret)
        let head = SampleHead(vector.headers)
        for (name, value) in vector.headers {
            #expect(verifier.refusal(head.adding(name, value), vector.body, at: vector.time) == nil)
            #expect(verifier.refusal(head.adding(name, value + "0"), vector.body, at: vector.time) == .ambiguousHeader)
        }
    }

    private static func circleCI(_ secret: String, _ body: String, _ signature: String) -> SignatureVector {
        SignatureVector(
            name: "CircleCI, docs: \(body)",
            scheme: ProviderSchemes.circleCI,
            secret: secret,
            headers: [("circleci-signature", "v1=\(signature)")],
            body: body
        )
    }

    private static func box(_ secret: String, _ signature: String) -> SignatureVector {
        SignatureVector(
            name: "Box, SDK test: \(secret)",
            scheme: ProviderSchemes.box,
            secret: secret,
            headers: [
                ("BOX-SIGNATURE-PRIMARY", signature), ("BOX-DELIVERY-TIMESTAMP", "2020-01-01T00:00:00-07:00"),
            ],
            body: boxBody,
            now: 1_577_862_000
        )
    }

    private static func own(
        _ scheme: SignatureScheme,
        _ header: String,
        _ signature: String,
        _ more: (String, String)...
    ) -> SignatureVector {
        SignatureVector(
            name: scheme.name,
            scheme: scheme,
            secret: ownSecret,
            headers: [(header, signature)] + more,
            body: ownBody
        )
    }
}
