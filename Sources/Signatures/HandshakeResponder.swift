import Events
import Payload

/// Answers the handshakes of one source: a pure decision about one request.
///
/// It reaches nothing and keeps nothing. What is to be kept or fetched is said in ``HandshakeStep``, and is another's to
/// do. Every refusal is one cause, whatever was wrong.
package final class HandshakeResponder: Sendable {
    /// One question of the sender, with its places in the body looked up in one pass.
    private struct Question: Sendable {
        let rules: HandshakeRules
        let extraction: Extraction
        let places: [String]
    }

    package let terms: HandshakeTerms
    private let questions: [Question]
    /// One per secret of the source, for what is signed.
    private let keys: [HMACKey]
    /// SHA-256 of the word that the sender must know.
    private let verifyDigest: [UInt8]

    /// Prepares a handshake.
    ///
    /// - Parameters:
    ///   - terms: What the source demands.
    ///   - secrets: The source's own, in their order; the first signs where the question does not show which one to use.
    /// - Throws: ``SchemeError/Code/digestUnavailable`` where the handshake signs and libcrypto has no SHA-256.
    package init(_ terms: HandshakeTerms, secrets: [SecretKey]) throws(SchemeError) {
        self.terms = terms
        self.questions = terms.handshake.rules.map { rules in
            let texts = rules.pointers.map { "\($0)" }
            // `try!` because the texts are constants of the table, and a test reads all of them.
            let pointers = texts.map { try! JSONPointer($0) }
            return Question(rules: rules, extraction: Extraction(pointers), places: texts)
        }
        let context = HMACContext()
        if terms.handshake.needsHMAC {
            guard let sha256 = DigestAlgorithm.sha256.fetched else {
                throw SchemeError(
                    .digestUnavailable,
                    "the libcrypto of this machine does not allow SHA-256, which the handshake signs with",
                    fix: "allow it in openssl.cnf"
                )
            }
            self.keys = secrets.map { HMACKey($0, digest: .sha256, fetched: sha256) }
        } else {
            self.keys = []
        }
        self.verifyDigest = (terms.verifyToken?.bytes).map { Self.digest($0, context) } ?? []
    }

    /// The method besides POST that the source takes.
    package var method: String? { self.terms.handshake.method }

    /// Whether a body could be the challenge of a question that is answered with its signature.
    ///
    /// Such a body is never an event: its signature proves nothing, since whoever asks is given it.
    package func reserves(_ body: UnsafeRawBufferPointer) -> Bool {
        self.questions.contains { question in
            !question.rules.isProven && question.rules.signsChallenge && question.rules.text.allows(body)
        }
    }

    /// What a request means before anything of it is proven.
    ///
    /// - Parameters:
    ///   - head: The head as received.
    ///   - isBodyEmpty: Whether nothing came behind it.
    ///   - context: The calling thread's own.
    /// - Returns: What to do with the request.
    package func unproven(
        _ head: some RequestHead,
        isBodyEmpty: Bool,
        using context: HMACContext
    ) -> HandshakeStep {
        let request = HandshakeRequest(head, isBodyEmpty: isBodyEmpty)
        for question in self.questions where !question.rules.isProven && question.rules.method == head.method {
            let step = self.step(question, request, secret: 0, context)
            if step != .notAsked { return step }
        }
        return .notAsked
    }

    /// What a request means that its scheme has proven.
    ///
    /// - Parameters:
    ///   - head: The head as received.
    ///   - verified: The proof.
    ///   - context: The calling thread's own.
    /// - Returns: What to do with the request.
    package func proven(
        _ head: some RequestHead,
        _ verified: VerifiedRequest,
        using context: HMACContext
    ) -> HandshakeStep {
        guard verified.body.count <= Limits.handshakeBodyBytesMax else { return .notAsked }
        let secret = if case .signature(let index) = verified.proof { index } else { 0 }
        for question in self.questions where question.rules.isProven && question.rules.method == head.method {
            // What cannot be read is no question; the steps behind say what is wrong with it.
            guard let document = try? context.normalizer.normalize(verified.body, extracting: question.extraction)
            else {
                return .notAsked
            }
            var request = HandshakeRequest(head, isBodyEmpty: verified.body.isEmpty)
            request.read(document, places: question.places)
            let step = self.step(question, request, secret: secret, context)
            if step != .notAsked { return step }
        }
        return .notAsked
    }

    private func step(
        _ question: Question,
        _ request: HandshakeRequest<some RequestHead>,
        secret: Int,
        _ context: HMACContext
    ) -> HandshakeStep {
        let rules = question.rules
        for condition in rules.conditions where !request.meets(condition) { return .notAsked }
        var challenge: [UInt8] = []
        if let place = rules.challenge {
            guard case .one(let value) = request.text(place), rules.text.allows(value) else {
                return .refuse(.handshakeRefused)
            }
            challenge = value
        }
        guard self.admits(rules.admission, request, challenge, context) else { return .refuse(.handshakeRefused) }
        return self.reply(rules, String(decoding: challenge, as: UTF8.self), request, secret: secret, context)
    }

    private func admits(
        _ admission: HandshakeRules.Admission,
        _ request: HandshakeRequest<some RequestHead>,
        _ challenge: [UInt8],
        _ context: HMACContext
    ) -> Bool {
        switch admission {
        case .anyone: return true
        case .verifyToken(let place):
            guard case .one(let word) = request.text(place), !self.verifyDigest.isEmpty else { return false }
            let digest = Self.digest(word, context)
            return digest.withUnsafeBytes { left in
                self.verifyDigest.withUnsafeBytes { right in
                    // `!` because a digest has bytes.
                    TagComparison.isEqual(left.baseAddress!, right.baseAddress!, byteCount: left.count)
                }
            }
        case .origin:
            let origin = String(decoding: challenge, as: UTF8.self).lowercased()
            return self.terms.allowedOrigins.contains { $0 == "*" || $0 == origin }
        case .topic(let place): return self.topic(at: place, request) != nil
        }
    }

    private func topic(
        at place: HandshakeRules.Place,
        _ request: HandshakeRequest<some RequestHead>
    ) -> SNSTopic? {
        guard case .one(let name) = request.text(place) else { return nil }
        return self.terms.topics.first { $0.arn.utf8.elementsEqual(name) }
    }

    private func reply(
        _ rules: HandshakeRules,
        _ challenge: String,
        _ request: HandshakeRequest<some RequestHead>,
        secret: Int,
        _ context: HMACContext
    ) -> HandshakeStep {
        switch rules.reply {
        case .echo: return .answer(HandshakeAnswer(contentType: HandshakeAnswer.plainText, body: challenge))
        case .empty(let status): return .answer(HandshakeAnswer(status: status))
        case .json(let parts):
            guard let body = self.body(parts, challenge, secret: secret, context) else {
                return .refuse(.handshakeRefused)
            }
            return .answer(HandshakeAnswer(contentType: "application/json", body: body))
        case .permission:
            return .answer(
                HandshakeAnswer(headers: [
                    SignedHeader(name: "Allow", value: "POST, OPTIONS"),
                    SignedHeader(name: "WebHook-Allowed-Origin", value: challenge),
                    SignedHeader(name: "WebHook-Allowed-Rate", value: self.terms.allowedRate.map { "\($0)" } ?? "*"),
                ])
            )
        case .exchange(let header):
            let answer = HandshakeAnswer(headers: [SignedHeader(name: header.text, value: challenge)])
            return .exchange(key: challenge, answer: answer)
        case .confirmation:
            guard case .topic(let place) = rules.admission, let topic = self.topic(at: place, request) else {
                return .refuse(.handshakeRefused)
            }
            return .confirm(url: topic.confirmationURL(token: challenge), answer: HandshakeAnswer())
        }
    }

    /// The answer's body; `nil` where something is to be signed and there is no such secret.
    private func body(
        _ parts: [HandshakeRules.Part],
        _ challenge: String,
        secret: Int,
        _ context: HMACContext
    ) -> String? {
        var body = ""
        for part in parts {
            switch part {
            case .literal(let text): body += text
            case .challenge: body += challenge
            case .signature(let encoding):
                guard self.keys.indices.contains(secret) else { return nil }
                let key = self.keys[secret]
                context.frame.clear()
                var challenge = challenge
                challenge.withUTF8 { key.authenticate(body: UnsafeRawBufferPointer($0), in: context) }
                body += encoding.encode(UnsafeRawBufferPointer(start: context.tag, count: key.byteCount))
            }
        }
        return body
    }

    private static func digest(_ bytes: [UInt8], _ context: HMACContext) -> [UInt8] {
        bytes.withUnsafeBytes { context.hash($0) }
        return Array(UnsafeRawBufferPointer(start: context.tag, count: DigestAlgorithm.sha256.byteCount))
    }
}

extension HandshakeAnswer {
    /// What comes back is never looked at as anything else.
    static let plainText = "text/plain; charset=utf-8"
}

extension HandshakeResponder: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
