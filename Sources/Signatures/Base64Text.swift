/// Base64 text in one of its two alphabets (RFC 4648 §4 and §5), read strictly.
struct Base64Text {
    enum Padding {
        case required, optional
    }

    static let standard = Base64Text(alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    static let urlSafe = Base64Text(alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// 64 characters, one byte each.
    private let alphabet: StaticString
    /// The value of each byte; 0xFF for one that is not in the alphabet.
    private let values: [UInt8]

    private init(alphabet: StaticString) {
        self.alphabet = alphabet
        var values = [UInt8](repeating: 0xFF, count: 256)
        for value in 0..<64 { values[Int(alphabet.utf8Start[value])] = UInt8(value) }
        self.values = values
    }

    /// Reads the text of exactly `out.count` bytes.
    func decode(
        _ text: UnsafeRawBufferPointer,
        into out: UnsafeMutableRawBufferPointer,
        padding: Padding
    ) -> Bool {
        let digits = (out.count * 8 + 5) / 6
        let padded = (digits + 3) / 4 * 4
        guard text.count == padded || (padding == .optional && text.count == digits) else { return false }
        for index in digits..<text.count where text[index] != UInt8(ascii: "=") { return false }
        var pending: UInt32 = 0
        var bits = 0
        var count = 0
        for index in 0..<digits {
            let value = self.values[Int(text[index])]
            guard value < 64 else { return false }
            pending = pending << 6 | UInt32(value)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            out[count] = UInt8(truncatingIfNeeded: pending >> UInt32(bits))
            count += 1
        }
        // Bits behind the last byte must be zero: else one signature would have several texts.
        return pending & (1 << UInt32(bits) &- 1) == 0
    }

    /// Writes the text; `out` has room for it.
    func encode(
        _ bytes: UnsafeRawBufferPointer,
        into out: UnsafeMutableBufferPointer<UInt8>,
        isPadded: Bool
    ) -> Int {
        var count = 0
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        func put(_ byte: UInt8) {
            out[count] = byte
            count += 1
        }
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                put(self.alphabet.utf8Start[Int(pending >> bits & 0x3F)])
            }
        }
        if bits > 0 { put(self.alphabet.utf8Start[Int(pending << (6 - bits) & 0x3F)]) }
        while isPadded, !count.isMultiple(of: 4) { put(UInt8(ascii: "=")) }
        return count
    }
}
