import Events
import Payload
import Signatures
import Testing

struct FreshnessTests {
    private static let secret = "a-secret-of-tests"
    private static let body = #"{"event":"x"}"#
    /// 2026-03-10T11:30:00Z.
    private static let time = Timestamp(seconds: 1_773_142_200)

    /// Signs with the text as it stands, which a signer of ours never would.
    private func cause(timestamp text: String, at now: Timestamp) throws -> RejectionCause? {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        var plain = try #require(SignatureScheme.preset("hmac"))
        plain.name = "plain"
        let signature = try Signer(plain, Self.secret).head("\(text).\(Self.body)", at: now)
        let head = signature.adding("X-Webhook-Timestamp", text)
        return try Verifier(scheme, Self.secret).refusal(head, Self.body, at: now)
    }

    @Test(
        arguments: [
            (0, nil), (299_999, nil), (300_000, nil), (300_001, RejectionCause.staleTimestamp),
            (301_000, .staleTimestamp),
            (86_400_000, .staleTimestamp), (-299_999, nil), (-300_000, nil), (-300_001, .futureTimestamp),
            (-301_000, .futureTimestamp), (-31_536_000_000, .futureTimestamp),
        ] as [(Int64, RejectionCause?)]
    )
    func exactlyFiveMinutesAreAllowedOnBothSides(age: Int64, cause: RejectionCause?) throws {
        let now = Self.time.advanced(byMilliseconds: age)
        for text in ["2026-03-10T14:30:00+03:00", "2026-03-10T11:30:00.000Z", "1773142200", "1773142200000"] {
            #expect(try self.cause(timestamp: text, at: now) == cause, "\(text)")
        }
    }

    @Test func millisecondsOfATimestampCount() throws {
        let now = Self.time.advanced(byMilliseconds: 300_000)
        #expect(try self.cause(timestamp: "2026-03-10T11:29:59.999Z", at: now) == .staleTimestamp)
        #expect(try self.cause(timestamp: "1773142199999", at: now) == .staleTimestamp)
        #expect(try self.cause(timestamp: "1773142200001", at: now) == nil)
    }

    @Test(arguments: [
        "2026-02-30T11:30:00Z", "2026-02-29T11:30:00Z", "2026-13-01T00:00:00Z", "2026-03-10T24:00:00Z",
        "2026-03-10T11:30:00", "2026-03-10 11:30:00+00:00", "2026-03-10", "2026-03-10T11:30:00+0", "now", "-1773142200",
        "+1773142200", "1773142200.0", "01773142200", "1773142200 ", "0x69b001f8", "1.77e9", "99999999999999999999",
        "1773142200000000", "١٧٧٣١٤٢٢٠٠", "Tue, 10 Mar 2026 11:30:00 GMT", "NaN",
    ])
    func aTimeThatDoesNotExistOrHasNoOffsetIsRefused(_ text: String) throws {
        #expect(try self.cause(timestamp: text, at: Self.time) == .malformedTimestamp)
    }

    @Test func aBareNumberIsMillisecondsFromTenToTheElevenOn() throws {
        #expect(try self.cause(timestamp: "99999999999", at: Timestamp(seconds: 99_999_999_999)) == nil)
        #expect(try self.cause(timestamp: "100000000000", at: Timestamp(milliseconds: 100_000_000_000)) == nil)
        #expect(try self.cause(timestamp: "0", at: Timestamp(seconds: 0)) == nil)
    }

    @Test func theSignatureIsJudgedBeforeTheTime() throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        let old = SampleHead([
            ("X-Webhook-Timestamp", "nonsense"), ("X-Webhook-Signature", String(repeating: "0", count: 64)),
        ])
        #expect(try Verifier(scheme, Self.secret).refusal(old, Self.body, at: Self.time) == .signatureMismatch)
    }

    @Test func aRefusalSaysHowFarTheTimeIsAway() throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        let head = try Signer(scheme, Self.secret).head(Self.body, at: Self.time)
        let late = Self.time.advanced(byMilliseconds: 432_000)
        let error = #expect(throws: VerificationError.self) {
            try Verifier(scheme, Self.secret).proof(head, Array(Self.body.utf8), at: late)
        }
        #expect(error?.skewMilliseconds == 432_000)
        #expect(error?.description.contains("432 s ago") == true)
    }

    @Test(arguments: [
        (#"{"webhookTimestamp":1700000000000,"type":"Issue"}"#, nil),
        (#"{"webhookTimestamp":"1700000000000"}"#, nil),
        (#"{"webhookTimestamp":1699999939999}"#, RejectionCause.staleTimestamp),
        (#"{"webhookTimestamp":1700000060001}"#, .futureTimestamp),
        (#"{"webhookTimestamp":null}"#, .malformedTimestamp),
        (#"{"type":"Issue"}"#, .missingTimestamp),
        ("no document", .malformedTimestamp),
    ])
    func aTimestampInTheSignedBodyIsJudged(body: String, cause: RejectionCause?) throws {
        let now = Timestamp(seconds: 1_700_000_000)
        let head = try Signer(ProviderSchemes.linear, Self.secret).head(body, at: now)
        #expect(try Verifier(ProviderSchemes.linear, Self.secret).refusal(head, body, at: now) == cause)
    }

    @Test func aSchemeMayAllowEveryAge() throws {
        let head = try Signer(ProviderSchemes.sanity, Self.secret).head(Self.body, at: Timestamp(seconds: 1))
        let shown = try Verifier(ProviderSchemes.sanity, Self.secret).proof(head, Array(Self.body.utf8), at: Self.time)
        #expect(shown.signedAt == Timestamp(seconds: 1))
    }

    @Test func aTimestampThatNobodySignedIsNoneUnlessTheSchemeSaysSo() throws {
        var scheme = ProviderSchemes.shopify
        scheme.hmac?.timestamp = TimestampRules(source: .header("X-Shopify-Triggered-At"), format: .iso8601)
        let error = #expect(throws: SchemeError.self) { try scheme.validate() }
        #expect(error?.code == .unsignedTimestamp)

        scheme.hmac?.timestamp?.isUnsignedAccepted = true
        let head = try Signer(scheme, Self.secret).head(Self.body, at: Self.time)
        let verifier = try Verifier(scheme, Self.secret)
        #expect(try verifier.proof(head, Array(Self.body.utf8), at: Self.time).signedAt == nil)
        let late = Self.time.advanced(byMilliseconds: 300_001)
        #expect(verifier.refusal(head, Self.body, at: late) == .staleTimestamp)
    }
}
