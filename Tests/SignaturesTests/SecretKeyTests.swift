import Events
import Signatures
import Testing

struct SecretKeyTests {
    @Test(arguments: ["", " ", " \t\r\n", "\0", "\0\0\0", "\u{0B}\u{0C}", " \0 "])
    func aSecretOfNothingIsRefused(_ text: String) {
        for decoding in KeyDecoding.allCases {
            let error = #expect(throws: SchemeError.self) { try SecretKey(text: text, decoding: decoding) }
            #expect(error?.code == .emptySecret)
            #expect(error?.fix.isEmpty == false)
        }
    }

    @Test(arguments: [
        ("0000", KeyDecoding.hex), ("AAAA", .base64), ("whsec_AAAAAAAA", .whsec), ("whsec_", .whsec),
    ])
    func norIsOneThatDecodesToNothing(text: String, decoding: KeyDecoding) {
        let error = #expect(throws: SchemeError.self) { try SecretKey(text: text, decoding: decoding) }
        #expect(error?.code == .emptySecret)
    }

    @Test(arguments: [
        ("abc", KeyDecoding.hex), ("zz", .hex), ("a b", .hex), ("abc?", .base64), ("abcde", .base64),
        ("YWI=x", .base64),
        ("YWI==", .base64), ("YW=I", .base64), ("YWJ=", .base64), ("whsec_%%%%", .whsec), ("whsec-YWJj", .whsec),
    ])
    func aSecretThatIsNotInItsEncodingIsRefused(text: String, decoding: KeyDecoding) {
        let error = #expect(throws: SchemeError.self) { try SecretKey(text: text, decoding: decoding) }
        #expect(error?.code == .undecodableSecret)
        #expect(error?.description.contains(text) == false)
    }

    /// The same key in four texts signs the same.
    @Test func theDecodedBytesAreTheKey() throws {
        let texts: [(String, KeyDecoding)] = [
            ("0123456789", .utf8), ("30313233343536373839", .hex), ("MDEyMzQ1Njc4OQ==", .base64),
            ("MDEyMzQ1Njc4OQ", .base64), ("whsec_MDEyMzQ1Njc4OQ==", .whsec), ("MDEyMzQ1Njc4OQ==", .whsec),
        ]
        var values: Set<String> = []
        for (text, decoding) in texts {
            var scheme = ProviderSchemes.gitHub
            scheme.keyDecoding = decoding
            guard
                case .one(let value) = try Signer(scheme, text).head("body", at: Timestamp(seconds: 0))
                    .header("x-hub-signature-256")
            else { continue }
            values.insert(value)
        }
        #expect(values.count == 1)
    }

    @Test func aSecretNeverPrintsItself() throws {
        let text = "very-secret-text"
        let key = try SecretKey(text: text, decoding: .utf8)
        let scheme = ProviderSchemes.gitLabToken
        let signer = try Signer(scheme: scheme, secret: key)
        let verifier = try Verifier(scheme: scheme, secrets: [key])
        var printed = "\(key) \(String(reflecting: key)) \([key]) \(signer) \(verifier)"
        dump(key, to: &printed)
        dump(signer, to: &printed)
        dump(verifier, to: &printed)
        dump(["a": [key]], to: &printed)
        let bytes = Array(text.utf8).map(String.init).joined(separator: ", ")
        #expect(!printed.contains("secret-text"))
        #expect(!printed.contains(bytes))
        #expect(!printed.contains("- \(text.utf8.first ?? 0)\n"))
    }

    @Test(arguments: KeyDecoding.allCases)
    func aRandomSecretCanBeReadAndIsNewEachTime(_ decoding: KeyDecoding) throws {
        var texts: Set<String> = []
        for _ in 0..<100 {
            let text = try SecretKey.randomText(decoding: decoding)
            _ = try SecretKey(text: text, decoding: decoding)
            texts.insert(text)
        }
        #expect(texts.count == 100)
    }

    @Test func aRandomSecretHas256BitsAndNeedsNoQuotes() throws {
        let text = try SecretKey.randomText()
        #expect(text.utf8.count == 43)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(try SecretKey.randomText(decoding: .whsec).hasPrefix("whsec_"))
    }
}
