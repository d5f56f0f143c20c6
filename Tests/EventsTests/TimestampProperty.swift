import Events

/// What holds for every input of the timestamp parser.
///
/// The fuzzer checks it as well (Fuzz/).
enum TimestampProperty {
    /// What does not hold; `nil` where all is well.
    static func fault(of bytes: UnsafeRawBufferPointer) -> String? {
        guard let time = Timestamp(iso8601: bytes) else { return nil }
        let text = time.rfc3339
        // An offset can move a time of year 0 or 9999 out of the years that have four digits.
        if text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+") { return nil }
        if Timestamp(iso8601: text) != time { return "\(text) is read as another time" }
        guard let whole = Timestamp(iso8601: time.offsetForm) else { return "the offset form is not read" }
        return (0..<1000).contains(time.milliseconds(since: whole)) ? nil : "the offset form is another second"
    }
}
