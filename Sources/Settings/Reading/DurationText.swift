/// Durations as people write them: a whole number and `ms`, `s`, `m`, `h` or `d`.
enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Milliseconds; `nil` where the text is no duration or more than 64 bits hold.
    static func parse(_ text: String) -> Int64? {
        let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
        let suffix = String(text.dropFirst(digits.count))
        guard !digits.isEmpty, digits.count <= 18, let number = Int64(String(text.prefix(digits.count))),
            let unit = Self.units.first(where: { $0.suffix == suffix })
        else { return nil }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow ? nil : milliseconds
    }

    /// The shortest way to write it exactly.
    static func shown(_ milliseconds: Int64) -> String {
        guard milliseconds != 0 else { return "0s" }
        for unit in Self.units.reversed() where milliseconds.isMultiple(of: unit.milliseconds) {
            return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
        }
        return "\(milliseconds)ms"
    }
}
