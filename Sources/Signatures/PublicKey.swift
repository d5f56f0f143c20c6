import COpenSSL

/// A sender's public key, checked once at the start.
///
/// `@unchecked` because libcrypto never changes an `EVP_PKEY` that is only verified with, and counts its references
/// atomically.
final class PublicKey: @unchecked Sendable {
    private let pointer: OpaquePointer

    deinit { EVP_PKEY_free(self.pointer) }

    /// Reads a key: PEM of a public key or certificate, DER of a public key (RFC 5280 §4.1), or the 32 bytes of Ed25519.
    ///
    /// - Throws: ``SchemeError/Code/unusableKey`` for anything else, another algorithm, and a key that is too weak.
    init(_ secret: SecretKey, algorithm: SignatureAlgorithm) throws(SchemeError) {
        guard let pointer = Self.read(secret.bytes, algorithm) else {
            throw Self.error(algorithm, "is no public key that can be read")
        }
        self.pointer = pointer
        if let problem = Self.problem(of: pointer, algorithm) { throw Self.error(algorithm, problem) }
    }

    private static func error(_ algorithm: SignatureAlgorithm, _ problem: String) -> SchemeError {
        SchemeError(
            .unusableKey,
            "the key for \(algorithm.rawValue) \(problem)",
            fix: "copy the public key whole from the sender's settings: PEM, or the encoding that the scheme names"
        )
    }

    private static func read(_ bytes: [UInt8], _ algorithm: SignatureAlgorithm) -> OpaquePointer? {
        if algorithm == .ed25519, bytes.count == Ed25519Strictness.keyByteCount {
            return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
        }
        guard bytes.starts(with: "-----BEGIN".utf8) else {
            return bytes.withUnsafeBufferPointer { der in
                var position = der.baseAddress
                let key = d2i_PUBKEY(nil, &position, der.count)
                guard position == der.baseAddress.map({ $0 + der.count }) else {
                    EVP_PKEY_free(key)
                    return nil
                }
                return key
            }
        }
        guard let input = BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else { return nil }
        defer { BIO_free(input) }
        if bytes.starts(with: "-----BEGIN CERTIFICATE".utf8) {
            guard let certificate = PEM_read_bio_X509(input, nil, nil, nil) else { return nil }
            defer { X509_free(certificate) }
            return X509_get_pubkey(certificate)
        }
        return PEM_read_bio_PUBKEY(input, nil, nil, nil)
    }

    /// Why the key cannot be used; `nil` where it can.
    private static func problem(of key: OpaquePointer, _ algorithm: SignatureAlgorithm) -> String? {
        switch algorithm {
        case .hmac: return "would be public"
        case .ed25519:
            var raw = [UInt8](repeating: 0, count: Ed25519Strictness.keyByteCount)
            var count = raw.count
            guard EVP_PKEY_is_a(key, "ED25519") == 1, EVP_PKEY_get_raw_public_key(key, &raw, &count) == 1 else {
                return "is a key of another algorithm"
            }
            return Ed25519Strictness.isSound(point: raw) ? nil : "is of small order or not in its one encoding"
        case .ecdsaP256:
            var name = [CChar](repeating: 0, count: 64)
            var count = 0
            guard EVP_PKEY_is_a(key, "EC") == 1, EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1,
                name.prefix(count).map({ UInt8(bitPattern: $0) }).elementsEqual("prime256v1".utf8)
            else { return "is no key on the curve P-256" }
            return nil
        case .rsa:
            guard EVP_PKEY_is_a(key, "RSA") == 1 else { return "is a key of another algorithm" }
            return EVP_PKEY_get_bits(key) >= 2048 ? nil : "has fewer than 2048 bits"
        }
    }

    /// Whether the holder of the private key made this signature over this message.
    func isSound(_ signature: [UInt8], over message: [UInt8], _ rules: HMACRules) -> Bool {
        let digest: FetchedDigest?
        switch rules.algorithm {
        case .hmac: return false
        case .ed25519:
            guard signature.count == Ed25519Strictness.signatureByteCount,
                Ed25519Strictness.isSound(point: signature.prefix(Ed25519Strictness.keyByteCount))
            else { return false }
            digest = nil
        case .ecdsaP256:
            guard let sha256 = FetchedDigest.sha256 else { return false }
            digest = sha256
        case .rsa:
            guard let fetched = rules.digest.fetched else { return false }
            digest = fetched
        }
        let state = DigestState()
        guard EVP_DigestVerifyInit(state.pointer, nil, digest?.pointer, nil, self.pointer) == 1 else { return false }
        let isSound = EVP_DigestVerify(state.pointer, signature, signature.count, message, message.count) == 1
        // What was refused stays in the thread's queue of errors, which is nobody's.
        if !isSound { ERR_clear_error() }
        return isSound
    }
}
