internal import Events

/// Reads the time that a sender wrote into an event.
enum OccurrenceTime {
    /// Takes ISO 8601 with an offset, Unix seconds, or Unix milliseconds from ``Limits/millisecondsFrom`` on.
    ///
    /// - Returns: `nil` where it is nothing of that; the event is taken all the same.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        Timestamp(iso8601: bytes) ?? Self.number(bytes)
    }

    /// Digits, with a fraction or without one.
    private static func number(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        var whole: Int64 = 0
        var index = 0
        while index < bytes.count, let digit = Self.digit(bytes[index]) {
            guard index < 15 else { return nil }
            whole = whole * 10 + digit
            index += 1
        }
        guard index > 0 else { return nil }
        var milliseconds: Int64 = 0
        if index < bytes.count {
            guard bytes[index] == UInt8(ascii: "."), index + 1 < bytes.count else { return nil }
            var scale: Int64 = 100
            for byte in bytes[(index + 1)...] {
                guard let digit = Self.digit(byte) else { return nil }
                milliseconds += digit * scale
                scale /= 10
            }
        }
        return whole >= Limits.millisecondsFrom
            ? Timestamp(milliseconds: whole) : Timestamp(milliseconds: whole * 1000 + milliseconds)
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int64(byte - UInt8(ascii: "0")) : nil
    }
}
