extension Timestamp {
    /// Reads RFC 3339 §5.6, and of ISO 8601 what goes beyond it in the offset and the fraction.
    ///
    /// `YYYY-MM-DDThh:mm:ss`, then a fraction of any length behind `.` or `,` (cut to milliseconds) if there is one,
    /// then `Z`, `+hh:mm`, `+hhmm` or `+hh`; `T` and `Z` in either case. The date must exist. Second 60 is read as the
    /// second after it, and only where a leap second can be: at the end of a month in UTC (RFC 3339 §5.7).
    ///
    /// - Returns: `nil` for anything else, a time without offset included.
    package init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var reader = ISO8601Reader(bytes: bytes)
        guard
            let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), reader.take("T", or: "t"),
            let hour = reader.digits(2), reader.take(":"), let minute = reader.digits(2), reader.take(":"),
            let second = reader.digits(2), let milliseconds = reader.fraction(), let offset = reader.offsetMinutes(),
            reader.isAtEnd
        else { return nil }
        guard
            (1...12).contains(month), day >= 1, day <= CivilDate.days(inMonth: month, year: year),
            hour <= 23, minute <= 59, second <= 60
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        let minutes = date.daysSinceEpoch * 1440 + Int64(hour * 60 + minute - offset)
        if second == 60 {
            let nextDay = (minutes + 1).quotientAndRemainder(dividingBy: 1440)
            guard nextDay.remainder == 0, CivilDate(daysSinceEpoch: nextDay.quotient).day == 1 else { return nil }
        }
        self.init(milliseconds: (minutes * 60 + Int64(second)) * 1000 + Int64(milliseconds))
    }

    /// Reads the same from text.
    package init?(iso8601 text: String) {
        var text = text
        guard let value = text.withUTF8({ Timestamp(iso8601: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = value
    }
}

/// Walks over the bytes of a time; each verb moves on only where it found what it looks for.
private struct ISO8601Reader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { self.position == self.bytes.count }

    private var digit: Int? {
        guard self.position < self.bytes.count else { return nil }
        let value = self.bytes[self.position] &- UInt8(ascii: "0")
        return value < 10 ? Int(value) : nil
    }

    mutating func take(_ first: Unicode.Scalar, or second: Unicode.Scalar? = nil) -> Bool {
        guard self.position < self.bytes.count else { return false }
        let byte = self.bytes[self.position]
        guard byte == UInt8(ascii: first) || second.map({ byte == UInt8(ascii: $0) }) == true else { return false }
        self.position += 1
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = self.digit else { return nil }
            value = value * 10 + digit
            self.position += 1
        }
        return value
    }

    /// Milliseconds; 0 without a fraction, `nil` for a mark without digits.
    mutating func fraction() -> Int? {
        guard self.take(".", or: ",") else { return 0 }
        guard self.digit != nil else { return nil }
        var value = 0
        var scale = 100
        while let digit = self.digit {
            value += digit * scale
            scale /= 10
            self.position += 1
        }
        return value
    }

    /// Minutes east of UTC.
    mutating func offsetMinutes() -> Int? {
        if self.take("Z", or: "z") { return 0 }
        let isWest = self.take("-")
        guard isWest || self.take("+"), let hours = self.digits(2), hours <= 23 else { return nil }
        var minutes = 0
        if self.take(":") || !self.isAtEnd {
            guard let read = self.digits(2), read <= 59 else { return nil }
            minutes = read
        }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}
