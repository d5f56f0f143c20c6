import COpenSSL

/// A hash function that a scheme may name; the raw value is its name in gateway.conf and in `method=` prefixes.
package enum DigestAlgorithm: String, Sendable, CaseIterable {
    case md5, sha1, sha256, sha512

    /// Bytes of a digest, and so of a signature (FIPS 180-4; RFC 1321 for MD5, which only old senders use).
    package var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// Bytes that the function takes at a time: what HMAC pads the key to (RFC 2104 §2).
    var blockByteCount: Int {
        switch self {
        case .md5, .sha1, .sha256: 64
        case .sha512: 128
        }
    }

    /// For people.
    package var title: String {
        switch self {
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha256: "SHA-256"
        case .sha512: "SHA-512"
        }
    }

    /// libcrypto's function of this name; `nil` where its configuration forbids it (a FIPS provider has no SHA-1).
    var fetched: FetchedDigest? {
        switch self {
        case .md5: FetchedDigest.md5
        case .sha1: FetchedDigest.sha1
        case .sha256: FetchedDigest.sha256
        case .sha512: FetchedDigest.sha512
        }
    }
}

/// A hash function fetched from libcrypto once for the whole program: a fetch costs more than a signature.
///
/// See `man 7 crypto`, "Algorithm fetching".
/// `@unchecked` because libcrypto never changes an `EVP_MD` after the fetch and counts its references atomically.
final class FetchedDigest: @unchecked Sendable {
    static let md5 = FetchedDigest("MD5")
    static let sha1 = FetchedDigest("SHA1")
    static let sha256 = FetchedDigest("SHA256")
    static let sha512 = FetchedDigest("SHA512")

    let pointer: OpaquePointer

    private init?(_ name: String) {
        guard let pointer = EVP_MD_fetch(nil, name, nil) else { return nil }
        self.pointer = pointer
    }
}
