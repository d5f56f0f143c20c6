import Events
import Payload

/// JSON Web Tokens with the keys of one source.
final class PreparedJWT: Sendable {
    private enum Key: Sendable {
        case shared(HMACKey)
        case `public`(PublicKey, SignatureAlgorithm)

        /// The only `alg` that is taken with the key (RFC 7518 §3.1, RFC 8037 §3.1).
        var name: String {
            switch self {
            case .shared: "HS256"
            case .public(_, .ed25519): "EdDSA"
            case .public(_, .ecdsaP256): "ES256"
            case .public: "RS256"
            }
        }
    }

    /// The fields of header and claims that count, found in one walk over each.
    private enum Field: Int, CaseIterable {
        case algorithm, critical, issuedAt, notBefore, expires, bodyHash
    }

    private let rules: JWTRules
    private let keys: [Key]
    private let places: Extraction

    /// - Throws: ``SchemeError`` where a key in PEM is of no kind that JWT knows here, or the claim cannot be named.
    init(_ rules: JWTRules, secrets: [SecretKey]) throws(SchemeError) {
        self.rules = rules
        var keys: [Key] = []
        for secret in secrets { keys.append(try Self.key(secret)) }
        self.keys = keys
        let names = ["alg", "crit", "iat", "nbf", "exp", rules.bodyHashClaim]
        self.places = Extraction(
            names.compactMap { name in
                var escaped = ""
                for letter in name { escaped += letter == "~" ? "~0" : letter == "/" ? "~1" : String(letter) }
                return try? JSONPointer("/\(escaped)")
            }
        )
    }

    private static func key(_ secret: SecretKey) throws(SchemeError) -> Key {
        guard secret.bytes.starts(with: "-----BEGIN".utf8) else {
            guard let sha256 = FetchedDigest.sha256 else {
                throw SchemeError(
                    .digestUnavailable,
                    "the libcrypto of this machine does not allow SHA-256",
                    fix: "allow it in openssl.cnf"
                )
            }
            return .shared(HMACKey(secret, digest: .sha256, fetched: sha256))
        }
        for algorithm in [SignatureAlgorithm.ed25519, .ecdsaP256] {
            if let key = try? PublicKey(secret, algorithm: algorithm) { return .public(key, algorithm) }
        }
        return .public(try PublicKey(secret, algorithm: .rsa), .rsa)
    }

    func verify(
        _ head: some RequestHead,
        body: UnsafeRawBufferPointer,
        now: Timestamp,
        using context: HMACContext
    ) throws(VerificationError) -> VerifiedRequest {
        let token = try head.required(self.rules.header, orRefuse: .missingSignature)
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = self.read(String(parts[0]), context), let claims = self.read(String(parts[1]), context),
            let signature = KeyDecoding.bytes(of: String(parts[2]), as: .base64url), !signature.isEmpty,
            signature.count <= Limits.signatureBytesMax, header.values[Field.critical.rawValue] == nil,
            let algorithm = header.string(Field.algorithm.rawValue)
        else { throw VerificationError(.malformedSignature, header: self.rules.header.text) }
        let message = Array(token.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
        let secret = try self.matchingSecret(algorithm, signature, message, context)
        let request = GeneralRequest(head, body: body, pointers: [], nil, context)
        guard let hash = claims.string(Field.bodyHash.rawValue),
            [SignatureEncoding.base64, .base64url, .hex].contains(where: { request.isBodyHash(Array(hash.utf8), $0) })
        else { throw VerificationError(.signatureMismatch, header: self.rules.header.text) }
        let issuedAt = try self.checkTimes(claims, now: now)
        return VerifiedRequest(body: body, signedAt: issuedAt, proof: .signature(secret: secret))
    }

    private func read(_ part: String, _ context: HMACContext) -> NormalizedDocument? {
        guard let bytes = KeyDecoding.bytes(of: part, as: .base64url) else { return nil }
        return bytes.withUnsafeBytes { try? context.normalizer.normalize($0, extracting: self.places) }
    }

    private func matchingSecret(
        _ algorithm: String,
        _ signature: [UInt8],
        _ message: [UInt8],
        _ context: HMACContext
    ) throws(VerificationError) -> Int {
        var found: Int?
        for (index, key) in self.keys.enumerated() where key.name == algorithm {
            let isSound: Bool
            switch key {
            case .shared(let key):
                context.frame.clear()
                context.frame.append(message)
                key.authenticate(body: UnsafeRawBufferPointer(start: nil, count: 0), in: context)
                isSound = signature.count == key.byteCount && TagComparison.isEqual(signature, context.tag)
            case .public(let key, let algorithm):
                var rules = HMACRules(signedContent: SignedContent(.body), header: self.rules.header)
                rules.algorithm = algorithm
                let plain = algorithm == .ecdsaP256 ? ECDSAForm.der(ofPlain: signature) ?? [] : signature
                isSound = key.isSound(plain, over: message, rules)
            }
            if isSound, found == nil { found = index }
        }
        guard let found else { throw VerificationError(.signatureMismatch, header: self.rules.header.text) }
        return found
    }

    /// Judges `iat`, or else `exp` (RFC 7519 §4.1); a token that says neither has no age.
    private func checkTimes(_ claims: NormalizedDocument, now: Timestamp) throws(VerificationError) -> Timestamp? {
        func time(_ field: Field) throws(VerificationError) -> Timestamp? {
            guard claims.values[field.rawValue] != nil else { return nil }
            let time = claims.withValueBytes(field.rawValue) { TimestampFormat.seconds.read($0) } ?? nil
            guard let time else { throw VerificationError(.malformedTimestamp, header: self.rules.header.text) }
            return time
        }
        let issuedAt = try time(.issuedAt)
        let expires = try time(.expires)
        let notBefore = try time(.notBefore)
        guard let tolerance = self.rules.toleranceMilliseconds else { return issuedAt }
        guard issuedAt != nil || expires != nil else {
            throw VerificationError(.missingTimestamp, header: self.rules.header.text)
        }
        func refuse(_ cause: RejectionCause, _ skew: Int64) -> VerificationError {
            VerificationError(cause, header: self.rules.header.text, skewMilliseconds: skew)
        }
        if let issuedAt {
            let age = now.milliseconds(since: issuedAt)
            if age.magnitude > tolerance.magnitude { throw refuse(age > 0 ? .staleTimestamp : .futureTimestamp, age) }
        }
        if let expires, now.milliseconds(since: expires) > tolerance {
            throw refuse(.staleTimestamp, now.milliseconds(since: expires))
        }
        if let notBefore, now.milliseconds(since: notBefore) < -tolerance {
            throw refuse(.futureTimestamp, now.milliseconds(since: notBefore))
        }
        return issuedAt
    }
}
