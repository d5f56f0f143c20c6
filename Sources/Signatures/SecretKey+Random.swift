import COpenSSL

extension SecretKey {
    /// Bytes of a new secret: as many as SHA-256 has, more would not make HMAC stronger (RFC 2104 §3).
    private static let randomByteCount = 32

    /// Makes the text of a new secret from libcrypto's random generator.
    ///
    /// - Parameter decoding: How the text will be read. `utf8` gives base64url, which needs no quotes anywhere.
    /// - Returns: 256 bits in the encoding; `whsec` with its prefix.
    /// - Throws: ``SchemeError/Code/noRandomness`` where the operating system gives none.
    package static func randomText(decoding: KeyDecoding = .utf8) throws(SchemeError) -> String {
        var bytes = [UInt8](repeating: 0, count: Self.randomByteCount)
        guard RAND_bytes(&bytes, Int32(bytes.count)) == 1 else {
            throw SchemeError(
                .noRandomness,
                "the operating system gave no random bytes",
                fix: "try again when the machine has been up for a while"
            )
        }
        return bytes.withUnsafeBytes { bytes in
            switch decoding {
            case .utf8: SignatureEncoding.base64url.encode(bytes)
            case .hex: SignatureEncoding.hex.encode(bytes)
            case .base64, .whpk: SignatureEncoding.base64.encode(bytes)
            case .whsec: SignatureEncoding.base64.encode(bytes, prefix: KeyDecoding.whsecPrefix)
            }
        }
    }
}
