import Events

/// How a timestamp is written; the raw value is its name in gateway.conf.
package enum TimestampFormat: String, Sendable, CaseIterable {
    /// RFC 3339, or ISO 8601 with an offset.
    case iso8601
    /// Whole seconds since 1970.
    case seconds
    /// Whole milliseconds since 1970.
    case milliseconds
    /// The form of HTTP's `Date` (IMF-fixdate, RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    case httpDate = "http-date"
    /// ISO 8601, seconds and milliseconds; a number from ``Limits/millisecondsFrom`` on is milliseconds.
    case any

    /// Milliseconds from 1970 to the end of the year 9999: beyond it nothing is a time.
    private static let millisecondsMax: Int64 = 253_402_300_799_999

    /// Reads a timestamp; `nil` where it is not written like that or does not exist.
    func read(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        switch self {
        case .iso8601: return Timestamp(iso8601: bytes)
        case .seconds: return Self.number(bytes).flatMap { Self.timestamp(seconds: $0) }
        case .milliseconds: return Self.number(bytes).flatMap { Self.timestamp(milliseconds: $0) }
        case .httpDate: return HTTPDate.read(bytes)
        case .any:
            guard let number = Self.number(bytes) else { return Timestamp(iso8601: bytes) }
            return number < Limits.millisecondsFrom
                ? Self.timestamp(seconds: number)
                : Self.timestamp(milliseconds: number)
        }
    }

    /// Writes a timestamp as a sender would.
    func write(_ timestamp: Timestamp) -> String {
        switch self {
        case .iso8601, .any: timestamp.offsetForm
        case .seconds: String(timestamp.milliseconds / 1000)
        case .milliseconds: String(timestamp.milliseconds)
        case .httpDate: HTTPDate.write(timestamp)
        }
    }

    private static func timestamp(seconds: Int64) -> Timestamp? {
        seconds <= Self.millisecondsMax / 1000 ? Timestamp(seconds: seconds) : nil
    }

    private static func timestamp(milliseconds: Int64) -> Timestamp? {
        milliseconds <= Self.millisecondsMax ? Timestamp(milliseconds: milliseconds) : nil
    }

    /// Digits and nothing else, no zero before them: one time has one text.
    private static func number(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard let first = bytes.first, bytes.count <= 15, bytes.count == 1 || first != UInt8(ascii: "0") else {
            return nil
        }
        var value: Int64 = 0
        for byte in bytes {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }
}
