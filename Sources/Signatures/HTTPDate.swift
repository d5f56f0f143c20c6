import Events

/// The fixed form of HTTP dates: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let byteCount = 29

    /// Reads exactly this form; the day of the week must be the right one.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        guard bytes.count == Self.byteCount else { return nil }
        let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
        guard text.count == Self.byteCount,
            let month = Self.months.firstIndex(of: String(decoding: text[8..<11], as: UTF8.self))
        else { return nil }
        func field(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        let time = Timestamp(iso8601: "\(field(12..<16))-\(number)-\(field(5..<7))T\(field(17..<25))Z")
        guard let time, Self.write(time).utf8.elementsEqual(text) else { return nil }
        return time
    }

    /// Writes whole seconds.
    static func write(_ time: Timestamp) -> String {
        // The offset form begins with `YYYY-MM-DDThh:mm:ss`.
        let text = Array(time.offsetForm.utf8)
        func field(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        let seconds = time.milliseconds >= 0 ? time.milliseconds / 1000 : (time.milliseconds - 999) / 1000
        let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let weekday = Self.days[Int((day % 7 + 7) % 7)]
        let month = Self.months[(Int(field(5..<7)) ?? 1) - 1]
        return "\(weekday), \(field(8..<10)) \(month) \(field(0..<4)) \(field(11..<19)) GMT"
    }
}
