import Events
import Signatures
import Testing

/// RFC 4231 §4.2 to §4.8 without the truncated case, and RFC 2202 §3 for SHA-1.
struct KnownAnswerTests {
    struct Answer: Sendable {
        let key: String
        let data: [UInt8]
        let digest: DigestAlgorithm
        let tag: String
    }

    private static let longKey = String(repeating: "aa", count: 131)
    private static let counting = (1...25).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()

    static let answers = [
        Answer(
            key: String(repeating: "0b", count: 20),
            data: Array("Hi There".utf8),
            digest: .sha256,
            tag: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Answer(
            key: String(repeating: "0b", count: 20),
            data: Array("Hi There".utf8),
            digest: .sha512,
            tag: "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
        ),
        Answer(
            key: "4a656665",
            data: Array("what do ya want for nothing?".utf8),
            digest: .sha256,
            tag: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Answer(
            key: String(repeating: "aa", count: 20),
            data: [UInt8](repeating: 0xDD, count: 50),
            digest: .sha256,
            tag: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Answer(
            key: counting,
            data: [UInt8](repeating: 0xCD, count: 50),
            digest: .sha256,
            tag: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Answer(
            key: longKey,
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: .sha256,
            tag: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Answer(
            key: longKey,
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: .sha512,
            tag: "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
        ),
        Answer(
            key: longKey,
            data: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8
            ),
            digest: .sha256,
            tag: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
        Answer(
            key: String(repeating: "0b", count: 20),
            data: Array("Hi There".utf8),
            digest: .sha1,
            tag: "b617318655057264e28bc0b6fb378c8ef146be00"
        ),
        Answer(
            key: String(repeating: "aa", count: 80),
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: .sha1,
            tag: "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
    ]

    @Test(arguments: answers)
    func theTagIsThatOfTheStandard(_ answer: Answer) throws {
        let scheme = SignatureScheme(
            name: "answer",
            proof: .hmac(HMACRules(signedContent: SignedContent(.body), header: "tag", digest: answer.digest)),
            keyDecoding: .hex,
            eventName: .constant("answer")
        )
        let signer = try Signer(scheme, answer.key)
        #expect(signer.head(answer.data, at: Timestamp(seconds: 0)).header("tag") == .one(answer.tag))
        let verifier = try Verifier(scheme, answer.key)
        #expect(verifier.refusal(SampleHead([("tag", answer.tag)]), answer.data, at: Timestamp(seconds: 0)) == nil)
    }

    /// The border between padding and hashing the key (RFC 2104 §2); computed with Python's `hmac`.
    @Test(
        arguments: [
            (64, DigestAlgorithm.sha256, "2e213d30b446410b3c21ed0982394dd2add15ccc4da5abab1cac32e7fd6eb01f"),
            (65, DigestAlgorithm.sha256, "2da24f5c5e8c4884fbeebd56a313b1578530a805d626213a9338445723ad28f6"),
            (
                128, .sha512,
                "f121226d804817e3b6efdda121bb46a62d3da243a0c7511cba2d533d5c3a115a"
                    + "cabdedfe7b74718f60ed28d926bdd54d6b0a7085baf099a25f49049bb9b66d4e"
            ),
            (
                129, .sha512,
                "fb3bee1df2229d61f8deaf5c2aef20f582d90595607f3f3f07702501f5224354"
                    + "e31b372deded1d3dbf5e2fed771d3dcd21ed8eab345f5757a1a6cab5196bfbd8"
            ),
        ]
    )
    func aKeyIsHashedFirstOnlyIfItIsLongerThanABlock(length: Int, digest: DigestAlgorithm, tag: String) throws {
        let scheme = SignatureScheme(
            name: "border",
            proof: .hmac(HMACRules(signedContent: SignedContent(.body), header: "tag", digest: digest)),
            eventName: .constant("border")
        )
        let signer = try Signer(scheme, String(repeating: "k", count: length))
        #expect(signer.head("body", at: Timestamp(seconds: 0)).header("tag") == .one(tag))
    }
}
