/// What libcrypto's Ed25519 leaves unchecked and RFC 8032 §5.1.7 or prudence asks for.
///
/// libcrypto refuses an S that is not below the group's order. It takes a public key whose y is not below the field's
/// prime, and keys of small order, with which one signature fits many messages.
enum Ed25519Strictness {
    static let keyByteCount = 32
    static let signatureByteCount = 64

    /// The y of every point whose order divides 8, little-endian with the sign bit cleared.
    private static let smallOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]

    /// Whether the bytes of a key, or of the R of a signature, are the one encoding of a point that is not of small order.
    static func isSound(point bytes: some Collection<UInt8>) -> Bool {
        var y = Array(bytes)
        guard y.count == Self.keyByteCount else { return false }
        y[31] &= 0x7F
        guard !Self.smallOrder.contains(y) else { return false }
        // Not below 2^255 - 19: all ones, and 237 or more in the lowest byte.
        return !(y[31] == 0x7F && y[1..<31].allSatisfy { $0 == 0xFF } && y[0] >= 0xED)
    }
}
