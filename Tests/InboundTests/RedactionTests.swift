import Events
import Signatures
import Testing

@testable import Inbound

@Suite struct RedactionTests {
    private static let scheme = SignatureScheme.preset("cubeconnect")

    @Test(arguments: [
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Auth-Token", "X-Client-Secret",
        "X-Goog-Channel-Token", "Api-Key",
    ])
    func credentialsGo(name: String) {
        let head = CapturedHead(fields: [CapturedHead.Field(name: name, value: "what nobody may read")])
        let kept = Redaction(Self.scheme).headers(head)
        #expect(kept.fields.map(\.value) == [Redaction.mark])
    }

    @Test(arguments: ["X-Webhook-Signature", "X-Webhook-Timestamp", "Content-Type", "User-Agent", "X-Request-Id"])
    func whatItTakesToVerifyAgainStays(name: String) {
        let head = CapturedHead(fields: [CapturedHead.Field(name: name, value: "kept")])
        #expect(Redaction(Self.scheme).headers(head).fields.map(\.value) == ["kept"])
        #expect(Redaction(Self.scheme).keepsProof)
    }

    @Test func aTokenThatIsTheSecretGoesAndWithItTheReplay() throws {
        var scheme = try #require(Self.scheme)
        scheme.proof = .token(header: "X-Gate")
        let redaction = Redaction(scheme)
        let head = CapturedHead(fields: [CapturedHead.Field(name: "X-Gate", value: "the secret itself")])
        #expect(redaction.headers(head).fields.map(\.value) == [Redaction.mark])
        #expect(!redaction.keepsProof)
    }

    @Test func aSignatureIsKeptWhateverItsHeaderIsCalled() throws {
        var scheme = try #require(Self.scheme)
        scheme.hmac?.header = "X-Token-Signature"
        let head = CapturedHead(fields: [CapturedHead.Field(name: "X-Token-Signature", value: "kept")])
        #expect(Redaction(scheme).headers(head).fields.map(\.value) == ["kept"])
    }

    @Test(arguments: [
        ("/hook", "/hook"), ("/hook?a=1&b", "/hook?a=1&b"), ("/hook?", "/hook?"),
        ("/hook?access_token=x&n=1", "/hook?access_token=(redacted)&n=1"), ("/h?KEY=x", "/h?KEY=(redacted)"),
        ("/h?n=1&client-Secret=", "/h?n=1&client-Secret=(redacted)"),
    ])
    func credentialsInTheQueryGo(target: String, kept: String) {
        #expect(Redaction(Self.scheme).target(target) == kept)
    }
}
