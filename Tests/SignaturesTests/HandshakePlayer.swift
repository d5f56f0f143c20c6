import Events
import GatewayTesting
import Signatures

/// A source that plays a handshake, and a client of it.
struct HandshakePlayer {
    static let secret = "a secret of the handshake tests"

    /// What a request came to, in the order in which the listener asks.
    enum Outcome: Equatable {
        case step(HandshakeStep)
        /// The scheme refused it, so nobody looked whether it is a question.
        case unverified(RejectionCause)
    }

    /// A request as a client makes it.
    struct Question {
        var method = "POST"
        var target = "/hook"
        var headers: [(String, String)] = []
        var body = ""
        /// Signed with this; `nil` for not at all.
        var secret: String?
        var ageMilliseconds: Int64 = 0
    }

    let responder: HandshakeResponder
    private let verifier: Verifier
    private let scheme: SignatureScheme
    private let now = ManualClock().now()

    /// Plays with the secrets of the source, in their order.
    init(_ terms: HandshakeTerms, secrets: [String] = [Self.secret]) throws {
        let isFresh = terms.handshake.needsFreshProof
        let content = try SignedContent(template: isFresh ? "v0:{timestamp}:{body}" : "{body}")
        self.scheme = SignatureScheme(
            name: "hmac",
            proof: .hmac(
                HMACRules(
                    signedContent: content,
                    header: "X-Signature",
                    layout: .plain(prefix: "v0="),
                    timestamp: isFresh ? TimestampRules(source: .header("X-Timestamp"), format: .seconds) : nil
                )
            ),
            eventName: .constant("anything")
        )
        let keys = try secrets.map { try SecretKey(text: $0, decoding: .utf8) }
        self.verifier = try Verifier(scheme: self.scheme, secrets: keys)
        self.responder = try HandshakeResponder(terms, secrets: keys)
    }

    /// Asks as the listener does: before the proof, then the proof, then behind it.
    func ask(_ question: Question) throws -> Outcome {
        var head = SampleHead(question.headers)
        let body = Array(question.body.utf8)
        if let secret = question.secret {
            let signer = try Signer(self.scheme, secret)
            head.fields += signer.head(body, at: self.now.advanced(byMilliseconds: -question.ageMilliseconds)).fields
        }
        head.method = question.method
        head.target = question.target
        let context = HMACContext()
        let opening = self.responder.unproven(head, isBodyEmpty: body.isEmpty, using: context)
        guard opening == .notAsked else { return .step(opening) }
        return body.withUnsafeBytes { bytes in
            do throws(VerificationError) {
                let verified = try self.verifier.verify(head, body: bytes, now: self.now, using: context)
                return .step(self.responder.proven(head, verified, using: context))
            } catch {
                return .unverified(error.cause)
            }
        }
    }
}
