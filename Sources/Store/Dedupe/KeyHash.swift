import Events

/// Turns key digests into 64 bits that nobody outside the process can foresee.
///
/// The digest is SHA-256 already, so the words only have to be mixed with the process's own random key; two keys of one
/// hash cost a look at the disk, never an event.
struct KeyHash: Sendable {
    private let first: UInt64
    private let second: UInt64
    /// Bits that are kept; tests leave only a few, to force collisions.
    private let mask: UInt64

    init(first: UInt64, second: UInt64, mask: UInt64 = .max) {
        self.first = first
        self.second = second
        self.mask = mask
    }

    /// With a key of this process's own.
    static func random(mask: UInt64 = .max) -> KeyHash {
        var generator = SystemRandomNumberGenerator()
        return KeyHash(first: generator.next(), second: generator.next(), mask: mask)
    }

    func callAsFunction(_ digest: KeyDigest) -> UInt64 {
        var value = (digest.words.0 ^ self.first) &* 0x9E37_79B9_7F4A_7C15
        value ^= digest.words.1 &+ self.second &+ (value >> 29)
        value = (value ^ (value >> 32)) &* 0xBF58_476D_1CE4_E5B9
        return (value ^ (value >> 29)) & self.mask
    }
}
