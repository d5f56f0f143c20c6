import COpenSSL

/// The only place where what a sender presents is compared with what the gateway computed.
enum TagComparison {
    /// Compares in a time that depends on the length alone, which is the same for every request of a scheme
    /// (`man 3 CRYPTO_memcmp`).
    static func isEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, byteCount: Int) -> Bool {
        CRYPTO_memcmp(left, right, byteCount) == 0
    }

    /// Compares decoded bytes with a tag of the same length.
    static func isEqual(_ presented: [UInt8], _ tag: UnsafeRawPointer) -> Bool {
        presented.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            return Self.isEqual(start, tag, byteCount: bytes.count)
        }
    }
}
