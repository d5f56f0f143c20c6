import Events
import Signatures
import Testing

/// The bounds and the silence of explanations; what they find is tried with real programs, end to end.
@Suite struct ExplainerTests {
    private static let now = Timestamp(seconds: 1_773_142_200)
    private static let body = #"{"event":"a","text":"b"}"#

    private static func source(_ name: String, _ secret: String) throws -> Explainer.Source {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        return try Explainer.Source(name: name, scheme: scheme, secrets: [SecretKey(text: secret, decoding: .utf8)])
    }

    private static func explain(
        _ head: SampleHead,
        _ body: [UInt8],
        budget: Explainer.Budget = Explainer.Budget(),
        sources: [Explainer.Source]? = nil,
        at now: Timestamp = Self.now
    ) throws -> Explanation? {
        let captured = CapturedHead(fields: head.fields.map { CapturedHead.Field(name: $0.name, value: $0.value) })
        let explainer = Explainer(sources: try sources ?? [Self.source("cube", "one-secret")], budget: budget)
        return body.withUnsafeBytes {
            explainer.explain(source: "cube", head: captured, body: $0, receivedAt: now, using: HMACContext())
        }
    }

    private static func signed(_ body: String, secret: String = "one-secret") throws -> SampleHead {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        return try Signer(scheme, secret).head(body, at: Self.now)
    }

    @Test func aValidRequestHasNoExplanation() throws {
        #expect(try Self.explain(Self.signed(Self.body), Array(Self.body.utf8)) == nil)
    }

    @Test(arguments: [432, -900]) func theClockIsFoundFirst(seconds: Int64) throws {
        let found = try Self.explain(
            Self.signed(Self.body),
            Array(Self.body.utf8),
            at: Self.now.advanced(byMilliseconds: seconds * 1_000)
        )
        #expect(found?.findings == [.clock])
        #expect(found?.text.contains(seconds > 0 ? "7 min 12 s before" : "15 min 0 s in the future") == true)
    }

    @Test func nothingIsTriedBeyondTheBudget() throws {
        let head = try Self.signed(Self.body + "\n")
        let body = Array(Self.body.utf8)
        #expect(try Self.explain(head, body)?.findings == [.bodyEnding])
        let noTrials = try Self.explain(head, body, budget: Explainer.Budget(trials: 1))
        #expect(noTrials?.findings == [.unknown])
        let noBytes = try Self.explain(head, body, budget: Explainer.Budget(bytes: body.count * 2))
        #expect(noBytes?.findings == [.unknown])
    }

    @Test func twoMistakesAreFoundTogetherAndThreeAreNot() throws {
        let sources = [try Self.source("cube", "one-secret"), try Self.source("crm", "another-secret")]
        let body = Array(Self.body.utf8)
        let two = try Self.explain(Self.signed(Self.body + "\n", secret: "another-secret"), body, sources: sources)
        #expect(Set(two?.findings ?? []) == [.bodyEnding, .otherSecret])
        let later = Timestamp(seconds: 1_773_142_201)
        let third = try Self.signed(Self.body + "\n", secret: "another-secret")
            .replacing("X-Webhook-Timestamp", "\(later.milliseconds)")
        #expect(try Self.explain(third, body, sources: sources)?.findings == [.unknown])
    }

    @Test func noSecretAndNoSignatureIsTold() throws {
        let sources = [try Self.source("cube", "one-secret"), try Self.source("crm", "another-secret")]
        let head = try Self.signed(Self.body, secret: "another-secret")
        let text = try #require(try Self.explain(head, Array(Self.body.utf8), sources: sources)).text
        #expect(text.contains("source \"crm\""))
        #expect(!text.contains("another-secret"))
        for field in head.fields { #expect(!text.contains(field.value)) }
    }

    @Test func aRequestWithoutSignatureSaysSo() throws {
        let head = SampleHead([("X-Webhook-Timestamp", "\(Self.now.milliseconds)")])
        let found = try Self.explain(head, Array(Self.body.utf8))
        #expect(found?.findings == [.unknown])
        #expect(found?.text.contains("is missing or empty") == true)
    }

    @Test(arguments: ["", "{", "[1", "\u{0}\u{1}", String(repeating: "[", count: 4_000)])
    func hostileBodiesAreOnlyUnknown(body: String) throws {
        let head = try Self.signed("something else")
        #expect(try Self.explain(head, Array(body.utf8))?.findings == [.unknown])
    }
}
