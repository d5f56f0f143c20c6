import Events
import Signatures
import Testing

struct TokenTests {
    private static let now = Timestamp(seconds: 1_700_000_000)

    @Test(arguments: [
        ("the-token", nil), ("the-tokeN", RejectionCause.signatureMismatch), ("the-token ", .signatureMismatch),
        ("the-toke", .signatureMismatch), ("", .missingSignature),
    ])
    func onlyTheTokenItselfIsTaken(value: String, cause: RejectionCause?) throws {
        let verifier = try Verifier(ProviderSchemes.gitLabToken, "the-token")
        #expect(verifier.refusal(SampleHead([("X-Gitlab-Token", value)]), "{}", at: Self.now) == cause)
    }

    @Test func itMustBeThereOnce() throws {
        let verifier = try Verifier(ProviderSchemes.gitLabToken, "old", "new")
        #expect(verifier.refusal(SampleHead([SignedHeader]()), "{}", at: Self.now) == .missingSignature)
        let both = SampleHead([("X-Gitlab-Token", "old"), ("X-Gitlab-Token", "new")])
        #expect(verifier.refusal(both, "{}", at: Self.now) == .ambiguousHeader)
        let shown = try verifier.proof(SampleHead([("X-Gitlab-Token", "new")]), [], at: Self.now)
        #expect(shown.proof == .token(secret: 1))
        #expect(shown.signedAt == nil)
    }

    @Test func aTokenIsSentAsItIs() throws {
        let signer = try Signer(ProviderSchemes.gitLabToken, "the-token")
        #expect(signer.head("{}", at: Self.now).header("x-gitlab-token") == .one("the-token"))
    }

    @Test func withoutProofEveryRequestIsTakenAndMarked() throws {
        let scheme = try #require(SignatureScheme.preset("none"))
        let shown = try Verifier(scheme: scheme, secrets: []).proof(SampleHead([SignedHeader]()), [1, 2], at: Self.now)
        #expect(shown.proof == .none)
        #expect(!shown.isAuthenticated)
        #expect(shown.body == [1, 2])
    }
}
