import Events
import Signatures
import Testing

/// One table for every sender whose requests the gateway can sign itself: taken as they are, refused in every other form.
struct PresetRoundTripTests {
    private static let url = "https://gateway.example/hook"
    private static let body = #"{"id":"1","type":"a","event":"a"}"#
    private static let now = Timestamp(seconds: 1_800_000_000)

    /// A preset with a secret, and a request that it made.
    private struct Case {
        let scheme: SignatureScheme
        let rules: HMACRules
        let secret: String
        let head: SampleHead

        func refusal(_ head: SampleHead? = nil, _ body: String = PresetRoundTripTests.body, later seconds: Int64 = 0)
            throws
            -> RejectionCause?
        {
            let moment = PresetRoundTripTests.now.advanced(byMilliseconds: seconds * 1_000)
            return try Verifier(self.scheme, self.secret).refusal(head ?? self.head, body, at: moment)
        }
    }

    /// `nil` where the gateway cannot sign so: public keys, tokens, or a time in the body.
    private static func make(_ name: String) throws -> Case? {
        var scheme = try #require(SignatureScheme.preset(name))
        scheme.publicURL = Self.url
        guard let rules = scheme.hmac, !rules.algorithm.isAsymmetric else { return nil }
        if case .json? = rules.timestamp?.source { return nil }
        let secret = try SecretKey.randomText(decoding: scheme.keyDecoding)
        do {
            let signer = try Signer(scheme, secret)
            return Case(scheme: scheme, rules: rules, secret: secret, head: signer.head(Self.body, at: Self.now))
        } catch let error as SchemeError where error.code == .cannotSign {
            return nil
        }
    }

    static let names = SenderPreset.all.map(\.name)

    @Test func mostSendersAreInTheTable() throws {
        #expect(try Self.names.compactMap { try Self.make($0) }.count >= 30)
    }

    @Test(arguments: Self.names)
    func requestIsTakenAsItIsAndInNoOtherForm(name: String) throws {
        guard let sample = try Self.make(name) else { return }
        #expect(try sample.refusal() == nil)
        let other = try SecretKey.randomText(decoding: sample.scheme.keyDecoding)
        let stranger = try Verifier(sample.scheme, other).refusal(sample.head, Self.body, at: Self.now)
        #expect(stranger == .signatureMismatch)
        if sample.rules.isBodySigned {
            let flipped = Self.body.replacing("\"a\"", with: "\"c\"")
            #expect(try sample.refusal(nil, flipped) == .signatureMismatch)
        }
        let signature = sample.rules.header.text
        #expect(try sample.refusal(sample.head.without(signature)) == .missingSignature)
        #expect(try sample.refusal(sample.head.adding(signature, "another")) == .ambiguousHeader)
        guard let tolerance = sample.rules.timestamp?.toleranceMilliseconds else { return }
        let seconds = tolerance / 1_000
        #expect(try sample.refusal(later: seconds) == nil)
        #expect(try sample.refusal(later: -seconds) == nil)
        #expect(try sample.refusal(later: seconds + 1) == .staleTimestamp)
        #expect(try sample.refusal(later: -seconds - 1) == .futureTimestamp)
    }
}
