/// Names one accepted event: 63 bits that sort by the moment of acceptance.
///
/// Layout, high to low: 41 bits of milliseconds since 2020-01-01T00:00:00Z, 7 bits of node, 15 bits of counter. The sign
/// bit stays clear, so an id is a SQLite rowid and a PostgreSQL `bigint`; time filters and paging become key ranges.
/// Shown to people as `evt_` and 13 characters of Crockford's base 32.
package struct EventID: Sendable, Hashable, Comparable {
    /// The 63 bits; never negative.
    package let rawValue: Int64

    /// Milliseconds between the Unix epoch and 2020-01-01T00:00:00Z, where ids begin.
    package static let epochMilliseconds: Int64 = 1_577_836_800_000
    package static let nodeBits = 7
    package static let counterBits = 15

    /// Below every real id.
    package static let zero = EventID(rawValue: 0)
    /// Above every real id.
    package static let max = EventID(rawValue: Int64.max)

    package init(rawValue: Int64) {
        precondition(rawValue >= 0, "an event id has 63 bits")
        self.rawValue = rawValue
    }

    /// The lowest id that an event accepted at `time` or later can have, if the clock never stepped back.
    package init(lowestAt time: Timestamp) {
        let since = Swift.max(0, time.milliseconds - Self.epochMilliseconds)
        let bounded = Swift.min(since, (Int64(1) << 41) - 1)
        self.rawValue = bounded << Int64(Self.nodeBits + Self.counterBits)
    }

    /// The millisecond in the id: when it was made, as far as the clock could be believed.
    package var time: Timestamp {
        Timestamp(milliseconds: (self.rawValue >> Int64(Self.nodeBits + Self.counterBits)) + Self.epochMilliseconds)
    }

    package static func < (left: EventID, right: EventID) -> Bool { left.rawValue < right.rawValue }
}

extension EventID: CustomStringConvertible {
    private static let prefix = "evt_"
    private static let alphabet: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"
    private static let digits = 13

    /// Length of the shown form in bytes.
    package static let descriptionBytes = 17

    package var description: String {
        String(unsafeUninitializedCapacity: Self.descriptionBytes) { buffer in
            self.write(into: UnsafeMutableRawBufferPointer(buffer))
            return Self.descriptionBytes
        }
    }

    /// Writes the shown form, ``descriptionBytes`` long, at the start of `buffer`.
    package func write(into buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count >= Self.descriptionBytes, "no room for an event id")
        var position = 0
        for byte in Self.prefix.utf8 {
            buffer[position] = byte
            position += 1
        }
        var shift = 5 * (Self.digits - 1)
        while shift >= 0 {
            let digit = Int((self.rawValue >> Int64(shift)) & 31)
            buffer[position] = Self.alphabet.utf8Start[digit]
            position += 1
            shift -= 5
        }
    }

    /// Reads the shown form; upper and lower case count alike, and Crockford's `I`, `L` and `O` read as 1, 1 and 0.
    ///
    /// - Returns: `nil` where the text is no event id.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.descriptionBytes, bytes.starts(with: Self.prefix.utf8) else { return nil }
        var value: UInt64 = 0
        for byte in bytes.dropFirst(Self.prefix.utf8.count) {
            guard let digit = Self.digit(byte) else { return nil }
            guard value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        guard value <= UInt64(Int64.max) else { return nil }
        self.rawValue = Int64(value)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        let lower = byte | 0x20
        switch (byte, lower) {
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), _): return Int(byte - UInt8(ascii: "0"))
        case (_, UInt8(ascii: "o")): return 0
        case (_, UInt8(ascii: "i")), (_, UInt8(ascii: "l")): return 1
        default:
            for index in 10..<32 where Self.alphabet.utf8Start[index] == lower { return index }
            return nil
        }
    }
}
