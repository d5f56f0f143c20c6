/// What makes a signature; the raw value is its name in gateway.conf.
package enum SignatureAlgorithm: String, Sendable, CaseIterable {
    /// RFC 2104; both sides hold the secret.
    case hmac
    /// RFC 8032, without a context; the secret of the source is the sender's public key.
    case ed25519
    /// ECDSA on P-256 with SHA-256, the signature in DER (RFC 3279 §2.2.3).
    case ecdsaP256 = "ecdsa-p256"
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    case rsa

    /// Whether the gateway holds only a public key, and so cannot sign.
    package var isAsymmetric: Bool { self != .hmac }

    /// For people, with the hash function.
    func title(_ digest: DigestAlgorithm) -> String {
        switch self {
        case .hmac: "HMAC-\(digest.title)"
        case .ed25519: "Ed25519"
        case .ecdsaP256: "ECDSA P-256 with SHA-256"
        case .rsa: "RSA with \(digest.title)"
        }
    }
}
