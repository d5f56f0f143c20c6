package import Events
import Payload

/// Proves requests of one source: its scheme with the secrets that are active.
///
/// It fails closed: what is missing, malformed or ambiguous is refused, and only then is anything computed. The
/// signature comes before the timestamp is read at all, so that what a stranger writes there is never looked at.
package final class Verifier: Sendable {
    private enum Plan: Sendable {
        case none
        case token(header: FieldName, digests: [[UInt8]])
        case bodyToken(place: Extraction, digests: [[UInt8]])
        case basic(digests: [[UInt8]])
        case hmac(PreparedHMAC)
        case general(PreparedSignature)
        case jwt(PreparedJWT)
    }

    package let scheme: SignatureScheme
    private let plan: Plan
    private let locationHeaders: [String]

    /// Prepares a scheme.
    ///
    /// - Parameters:
    ///   - scheme: How the sender proves its requests.
    ///   - secrets: All that are active, 1 to ``Limits/secretsPerSourceMax``; none for a scheme without proof.
    /// - Throws: ``SchemeError`` for a scheme that contradicts itself, and for too few or too many secrets.
    package init(scheme: SignatureScheme, secrets: [SecretKey]) throws(SchemeError) {
        try scheme.validate()
        try Self.check(secrets, for: scheme)
        try scheme.checkSite()
        self.scheme = scheme
        self.locationHeaders = scheme.locationHeaders
        switch scheme.proof {
        case .none: self.plan = .none
        case .token(let header): self.plan = .token(header: header, digests: Self.digests(secrets.map(\.bytes)))
        case .bodyToken(let pointer):
            self.plan = .bodyToken(place: Extraction([pointer]), digests: Self.digests(secrets.map(\.bytes)))
        case .basic:
            let credentials = secrets.map { secret in
                Array(secret.bytes.withUnsafeBytes { SignatureEncoding.base64.encode($0) }.utf8)
            }
            self.plan = .basic(digests: Self.digests(credentials))
        case .hmac(let rules):
            self.plan =
                rules.isPlain
                ? .hmac(PreparedHMAC(rules, secrets: secrets, idHeader: scheme.idHeader))
                : .general(try PreparedSignature(scheme, rules, secrets: secrets))
        case .jwt(let rules): self.plan = .jwt(try PreparedJWT(rules, secrets: secrets))
        }
    }

    private static func digests(_ texts: [[UInt8]]) -> [[UInt8]] {
        let context = HMACContext()
        return texts.map { text in
            text.withUnsafeBytes { context.hash($0) }
            return Array(UnsafeRawBufferPointer(start: context.tag, count: DigestAlgorithm.sha256.byteCount))
        }
    }

    private static func check(_ secrets: [SecretKey], for scheme: SignatureScheme) throws(SchemeError) {
        if scheme.needsSecret, secrets.isEmpty {
            throw SchemeError(
                .noSecret,
                "the scheme \(scheme.name) needs a secret, and none is set",
                fix: "set the secret that the sender signs with, or say scheme = \"none\" to take requests from anyone"
            )
        }
        if !scheme.needsSecret, !secrets.isEmpty {
            throw SchemeError(
                .needlessSecret,
                "the scheme \(scheme.name) proves nothing, so the secret would not be used",
                fix: "name the scheme that the sender signs with, or take the secret out"
            )
        }
        guard secrets.count <= Limits.secretsPerSourceMax else {
            throw SchemeError(
                .tooManySecrets,
                "\(secrets.count) secrets are set, and every one of them is tried with every request",
                fix: "keep at most \(Limits.secretsPerSourceMax): the new one, and the old one while it is replaced"
            )
        }
    }

    /// Proves that the request was made by a holder of one of the secrets, and that it is fresh.
    ///
    /// - Parameters:
    ///   - head: The head as received.
    ///   - body: The complete body as received.
    ///   - now: The wall clock when the body was complete.
    ///   - context: The calling thread's own.
    /// - Returns: The proof; its body is `body`.
    /// - Throws: ``VerificationError`` with one of the causes from `missing_signature` to `missing_signed_part`.
    package func verify(
        _ head: some RequestHead,
        body: UnsafeRawBufferPointer,
        now: Timestamp,
        using context: HMACContext
    ) throws(VerificationError) -> VerifiedRequest {
        for name in self.locationHeaders {
            if case .conflicting = head.header(name) { throw VerificationError(.ambiguousHeader, header: name) }
        }
        switch self.plan {
        case .none:
            return VerifiedRequest(body: body, proof: .none)
        case .token(let header, let digests):
            var token = try head.required(header, orRefuse: .missingSignature)
            token.withUTF8 { context.hash(UnsafeRawBufferPointer($0)) }
            return VerifiedRequest(body: body, proof: .token(secret: try Self.match(digests, context)))
        case .hmac(let prepared):
            return try prepared.verify(head, body: body, now: now, using: context)
        case .general(let prepared):
            return try prepared.verify(head, body: body, now: now, using: context)
        case .jwt(let prepared):
            return try prepared.verify(head, body: body, now: now, using: context)
        case .basic(let digests):
            return VerifiedRequest(body: body, proof: .token(secret: try Self.matchBasic(head, digests, context)))
        case .bodyToken(let place, let digests):
            let document = try? context.normalizer.normalize(body, extracting: place)
            guard document?.withStringBytes(0, { context.hash($0) }) != nil else {
                throw VerificationError(.missingSignature)
            }
            return VerifiedRequest(body: body, proof: .token(secret: try Self.match(digests, context)))
        }
    }

    /// The scheme's name in any case, white space, and the credentials (RFC 9110 §11.4).
    private static func matchBasic(
        _ head: some RequestHead,
        _ digests: [[UInt8]],
        _ context: HMACContext
    ) throws(VerificationError) -> Int {
        let value = try head.required("Authorization", orRefuse: .missingSignature)
        let words = value.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "basic" else {
            throw VerificationError(.malformedSignature, header: "Authorization")
        }
        var credentials = String(words[1])
        credentials.withUTF8 { context.hash(UnsafeRawBufferPointer($0)) }
        return try Self.match(digests, context)
    }

    /// The place of the secret whose digest is in the context.
    ///
    /// Digests are compared, so that lengths do not show.
    private static func match(_ digests: [[UInt8]], _ context: HMACContext) throws(VerificationError) -> Int {
        var found: Int?
        for (index, digest) in digests.enumerated() {
            let isEqual = digest.withUnsafeBytes { bytes in
                // `!` because a digest has bytes.
                TagComparison.isEqual(bytes.baseAddress!, context.tag, byteCount: bytes.count)
            }
            if isEqual, found == nil { found = index }
        }
        guard let found else { throw VerificationError(.signatureMismatch) }
        return found
    }
}

extension RequestHead {
    /// The value of a header that a scheme reads: there, not empty, and the same wherever it stands.
    func required(
        _ name: FieldName,
        orRefuse missing: RejectionCause
    ) throws(VerificationError) -> String {
        switch self.header(name.lowercased) {
        case .one(let value):
            guard !value.isEmpty else { throw VerificationError(missing, header: name.text) }
            return value
        case .absent: throw VerificationError(missing, header: name.text)
        case .conflicting: throw VerificationError(.ambiguousHeader, header: name.text)
        }
    }
}
