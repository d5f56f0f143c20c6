import Events
import Signatures
import Testing

struct CubeConnectTests {
    private let example = CubeConnectExample.all[0]

    private func verifier(_ secrets: [String] = [CubeConnectExample.secret]) throws -> Verifier {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        return try Verifier(
            scheme: scheme,
            secrets: secrets.map { try SecretKey(text: $0, decoding: scheme.keyDecoding) }
        )
    }

    @Test(arguments: CubeConnectExample.all)
    func everyEventOfTheDocumentationIsTaken(_ example: CubeConnectExample) throws {
        let shown = try self.verifier().proof(example.head, Array(example.body.utf8), at: CubeConnectExample.now)
        #expect(shown.proof == .signature(secret: 0))
        #expect(shown.isAuthenticated)
        #expect(shown.signedAt == CubeConnectExample.now)
        #expect(shown.body == Array(example.body.utf8))
    }

    @Test(arguments: CubeConnectExample.all)
    func theExampleIsNotTheSameOnceItIsPrintedAgain(_ example: CubeConnectExample) throws {
        // What `JSON.stringify(req.body)` does to the sender's bytes: the signature is that of the bytes as sent.
        let printed = String(decoding: example.body.utf8.filter { $0 != UInt8(ascii: "\\") }, as: UTF8.self)
        guard printed != example.body else { return }
        #expect(
            try self.verifier().refusal(example.head, printed, at: CubeConnectExample.now) == .signatureMismatch
        )
    }

    @Test func everyBitOfTheSignatureCounts() throws {
        let verifier = try self.verifier()
        let digits = Array("0123456789abcdef")
        for position in 0..<64 {
            var signature = Array(self.example.signature)
            let value = digits.firstIndex(of: signature[position]) ?? 0
            for bit in 0..<4 {
                signature[position] = digits[value ^ (1 << bit)]
                let head = self.example.head.replacing("X-Webhook-Signature", String(signature))
                #expect(
                    verifier.refusal(head, self.example.body, at: CubeConnectExample.now) == .signatureMismatch,
                    "bit \(bit) of digit \(position)"
                )
            }
        }
    }

    @Test(arguments: [
        "2026-03-10T14:30:01+03:00", "2026-03-10T11:30:00Z", "2026-03-10T14:30:00.0+03:00", "1773142200",
        " 2026-03-10T14:30:00+03:00",
    ])
    func theTimestampIsSignedAsItWasWritten(_ text: String) throws {
        let head = self.example.head.replacing("X-Webhook-Timestamp", text)
        let cause = try self.verifier().refusal(head, self.example.body, at: CubeConnectExample.now)
        #expect(cause == .signatureMismatch)
    }

    @Test(arguments: [
        ("", RejectionCause.missingSignature),
        ("61b9e74f", .malformedSignature),
        ("61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa56", .malformedSignature),
        ("61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa5600", .malformedSignature),
        ("61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa560ff", .malformedSignature),
        ("61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa56g", .malformedSignature),
        ("g1b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa560", .malformedSignature),
        ("sha256=61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa560", .malformedSignature),
        (" 61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa560", .malformedSignature),
        ("61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa56\u{E9}", .malformedSignature),
        ("YbnnT5oMi7DysFgSW7jkkO1ZPq+6Ew9cpLGQfzWPpWA=", .malformedSignature),
        ("0000000000000000000000000000000000000000000000000000000000000000", .signatureMismatch),
    ])
    func anythingButTheSignatureIsRefused(value: String, cause: RejectionCause) throws {
        let head = self.example.head.replacing("X-Webhook-Signature", value)
        #expect(try self.verifier().refusal(head, self.example.body, at: CubeConnectExample.now) == cause)
    }

    @Test func upperCaseDigitsAreTheSameBytes() throws {
        let head = self.example.head.replacing("X-Webhook-Signature", self.example.signature.uppercased())
        #expect(try self.verifier().refusal(head, self.example.body, at: CubeConnectExample.now) == nil)
    }

    @Test func aRequestWithoutSignatureIsRefusedWhateverElseItSays() throws {
        let verifier = try self.verifier()
        let head = self.example.head.without("X-Webhook-Signature")
        #expect(verifier.refusal(head, self.example.body, at: CubeConnectExample.now) == .missingSignature)
        #expect(
            verifier.refusal(
                self.example.head.without("X-Webhook-Timestamp"),
                self.example.body,
                at: CubeConnectExample.now
            )
                == .missingTimestamp
        )
    }

    @Test(arguments: [
        ([CubeConnectExample.secret], 0),
        (["the-new-one", CubeConnectExample.secret], 1),
        ([CubeConnectExample.secret, "the-new-one"], 0),
        (["1", "2", "3", "4", "5", "6", "7", CubeConnectExample.secret], 7),
        ([CubeConnectExample.secret, CubeConnectExample.secret], 0),
    ])
    func everyActiveSecretIsTried(secrets: [String], place: Int) throws {
        let body = Array(self.example.body.utf8)
        let shown = try self.verifier(secrets).proof(self.example.head, body, at: CubeConnectExample.now)
        #expect(shown.proof == .signature(secret: place))
    }

    @Test func aSecretThatIsGoneProvesNothing() throws {
        let cause = try self.verifier(["the-new-one", "another"])
            .refusal(self.example.head, self.example.body, at: CubeConnectExample.now)
        #expect(cause == .signatureMismatch)
    }

    @Test func theKeyIsEventTimestampAndBody() throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        #expect(scheme.defaultKey == [.event, .timestamp, .body])
        #expect(scheme.isTimestampSigned)
        #expect(!scheme.isIDSigned)
    }

    @Test func aSignatureOfOursIsWhatTheSenderWouldSend() throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        let signer = try Signer(scheme, CubeConnectExample.secret)
        let head = signer.head(self.example.body, at: CubeConnectExample.now.advanced(byMilliseconds: 999))
        #expect(head.fields.map(\.name) == ["X-Webhook-Timestamp", "X-Webhook-Signature"])
        #expect(head.header("x-webhook-timestamp") == .one("2026-03-10T11:30:00+00:00"))
        #expect(try self.verifier().refusal(head, self.example.body, at: CubeConnectExample.now) == nil)
    }
}
