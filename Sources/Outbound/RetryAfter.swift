import Events

/// Reads `Retry-After`: seconds or an HTTP-date (RFC 9110 §10.2.3).
enum RetryAfter {
    /// Milliseconds from `now`, never negative; `nil` where the text is neither form.
    static func milliseconds(_ text: String, now: Timestamp) -> Int64? {
        let bytes = Array(text.utf8.drop { $0 == 0x20 || $0 == 0x09 })
        let end = (bytes.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? -1) + 1
        let value = bytes[..<end]
        guard let first = value.first else { return nil }
        if Self.isDigit(first) {
            guard value.allSatisfy(Self.isDigit) else { return nil }
            // More digits than this are more than any bound on it.
            guard value.count <= 12 else { return Limits.retryAfterMillisecondsMax }
            return value.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) } * 1000
        }
        return Self.date(Array(value)).map { Swift.max(0, $0.milliseconds(since: now)) }
    }

    /// Reads the form that is still made, `Sun, 06 Nov 1994 08:49:37 GMT`; the obsolete ones are refused.
    private static func date(_ text: [UInt8]) -> Timestamp? {
        guard text.count == 29, text[3] == UInt8(ascii: ","), text[16] == 0x20, text[19] == UInt8(ascii: ":"),
            text[22] == UInt8(ascii: ":"), text[25...].elementsEqual(" GMT".utf8)
        else { return nil }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let month = months.firstIndex(where: { text[8..<11].elementsEqual($0.utf8) }) else { return nil }
        var moment = Array(text[12..<16]) + Array("-00-".utf8)
        moment[5] += UInt8((month + 1) / 10)
        moment[6] += UInt8((month + 1) % 10)
        moment += text[5..<7] + [UInt8(ascii: "T")] + text[17..<25] + [UInt8(ascii: "Z")]
        return moment.withUnsafeBytes { Timestamp(iso8601: $0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
