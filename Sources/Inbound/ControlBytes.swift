/// Finds control characters, eight bytes at a time.
enum ControlBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first byte below 0x20, or equal to 0x7F, at `start` or after it and before `end`.
    static func first(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
        var index = start
        while index + 8 <= end {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            // The lowest marked byte is right: only bytes above a real hit can be marked by its borrow.
            let below = (word &- Self.ones &* 0x20) & ~word & Self.highs
            let deletes = word ^ (Self.ones &* 0x7F)
            let marked = below | ((deletes &- Self.ones) & ~deletes & Self.highs)
            if marked != 0 { return index + marked.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < end {
            if bytes[index] < 0x20 || bytes[index] == 0x7F { return index }
            index += 1
        }
        return nil
    }
}
