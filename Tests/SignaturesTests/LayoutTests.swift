import Events
import Signatures
import Testing

/// Headers that hold more than one signature.
struct LayoutTests {
    private static let body = #"{"id":"evt_1","type":"order.created","data":{"n":1}}"#
    private static let secret = "whsec_test_secret"
    private static let now = Timestamp(seconds: 1_700_000_000)
    private static let good = "v1=582d45abeee03d6b3990aa115b704edf6961f0b4ec98904d4bb491790534739c"
    private static let bad = "v1=" + String(repeating: "0", count: 64)

    @Test(arguments: [
        ("t=1700000000,\(good)", nil),
        ("\(good),t=1700000000", nil),
        ("t=1700000000, \(good)", nil),
        ("t=1700000000,\(bad),\(good)", nil),
        ("t=1700000000,\(good),\(bad)", nil),
        ("t=1700000000,v0=anything,\(good)", nil),
        ("t=1700000000,t=1700000000,\(good)", nil),
        ("t=1700000000,\(bad)", RejectionCause.signatureMismatch),
        ("t=1700000000,\(bad),\(bad)", .signatureMismatch),
        ("t=1700000001,\(good)", .signatureMismatch),
        ("t=1700000000,t=1700000001,\(good)", .ambiguousHeader),
        ("t=1700000000,v0=\(good.dropFirst(3))", .malformedSignature),
        ("t=1700000000", .malformedSignature),
        ("t=1700000000,\(good),v1=00", .malformedSignature),
        ("t=1700000000,\(good),", .malformedSignature),
        ("t=1700000000,\(good),junk", .malformedSignature),
        ("t=1700000000;\(good)", .malformedSignature),
        (good, .missingTimestamp),
        ("t=,\(good)", .missingTimestamp),
        (",", .malformedSignature),
    ])
    func pairsAreReadStrictly(value: String, cause: RejectionCause?) throws {
        let verifier = try Verifier(ProviderSchemes.stripe, Self.secret)
        #expect(verifier.refusal(SampleHead([("Stripe-Signature", value)]), Self.body, at: Self.now) == cause)
    }

    private static let tagged = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    private static let other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    @Test(arguments: [
        (tagged, nil),
        ("\(other) \(tagged)", nil),
        ("v1a,anything v2,more \(tagged)", nil),
        (other, RejectionCause.signatureMismatch),
        ("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", .malformedSignature),
        ("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", .malformedSignature),
        ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", .malformedSignature),
        ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=", .malformedSignature),
        ("v1=g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", .malformedSignature),
        ("\(tagged)  \(tagged)", .malformedSignature),
    ])
    func tagsAreReadStrictly(value: String, cause: RejectionCause?) throws {
        let verifier = try Verifier(ProviderSchemes.standardWebhooks, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let head = SampleHead([
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
            ("webhook-signature", value),
        ])
        let now = Timestamp(seconds: 1_614_265_330)
        #expect(verifier.refusal(head, #"{"test": 2432232314}"#, at: now) == cause)
    }

    @Test func moreSignaturesThanAreTriedAreRefused() throws {
        let verifier = try Verifier(ProviderSchemes.stripe, Self.secret)
        func head(_ count: Int) -> SampleHead {
            let wrong = Array(repeating: Self.bad, count: count - 1)
            return SampleHead([("Stripe-Signature", (["t=1700000000"] + wrong + [Self.good]).joined(separator: ","))])
        }
        let most = Limits.signaturesPerRequestMax
        #expect(verifier.refusal(head(most), Self.body, at: Self.now) == nil)
        #expect(verifier.refusal(head(most + 1), Self.body, at: Self.now) == .malformedSignature)
    }

    @Test(arguments: [
        ("sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", nil),
        ("sha1=b617318655057264e28bc0b6fb378c8ef146be00", RejectionCause.malformedSignature),
        ("SHA256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", .malformedSignature),
        ("sha512=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", .malformedSignature),
        ("a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", .malformedSignature),
        ("=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", .malformedSignature),
    ])
    func onlyAllowedMethodsAreTaken(value: String, cause: RejectionCause?) throws {
        let verifier = try Verifier(ProviderSchemes.jira, "It's a Secret to Everybody")
        #expect(verifier.refusal(SampleHead([("X-Hub-Signature", value)]), "Hello World!", at: Self.now) == cause)
    }

    @Test func anotherAllowedMethodIsTaken() throws {
        var strong = ProviderSchemes.jira
        strong.hmac?.digest = .sha512
        let head = try Signer(strong, Self.secret).head(Self.body, at: Self.now)
        #expect(try Verifier(ProviderSchemes.jira, Self.secret).refusal(head, Self.body, at: Self.now) == nil)
    }

    @Test(arguments: [
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "sha256", "sha256=", "SHA256=",
    ])
    func aPrefixMustBeThereAsItIs(_ value: String) throws {
        let verifier = try Verifier(ProviderSchemes.gitHub, "It's a Secret to Everybody")
        let head = SampleHead([("X-Hub-Signature-256", value)])
        #expect(verifier.refusal(head, "Hello, World!", at: Self.now) == .malformedSignature)
    }

    @Test func aHeaderThatNamesTheEventMayNotSayTwoThings() throws {
        let head = try Signer(ProviderSchemes.gitHub, Self.secret).head(Self.body, at: Self.now)
        let verifier = try Verifier(ProviderSchemes.gitHub, Self.secret)
        for name in ["X-GitHub-Event", "X-GitHub-Delivery"] {
            let one = head.adding(name, "push")
            #expect(verifier.refusal(one, Self.body, at: Self.now) == nil)
            #expect(verifier.refusal(one.adding(name, "ping"), Self.body, at: Self.now) == .ambiguousHeader)
        }
    }

    @Test func aSignedHeaderMustBeThere() throws {
        var scheme = ProviderSchemes.gitHub
        scheme.hmac?.signedContent = try SignedContent(template: "{header:X-Tenant}/{body}")
        let plain = try Signer(ProviderSchemes.gitHub, Self.secret).head("acme/\(Self.body)", at: Self.now)
        let verifier = try Verifier(scheme, Self.secret)
        #expect(verifier.refusal(plain.adding("X-Tenant", "acme"), Self.body, at: Self.now) == nil)
        #expect(verifier.refusal(plain.adding("X-Tenant", "other"), Self.body, at: Self.now) == .signatureMismatch)
        #expect(verifier.refusal(plain, Self.body, at: Self.now) == .missingSignedPart)
    }
}
