/// Sizes as people write them: a whole number of bytes, or with `KiB`, `MiB`, `GiB` or `TiB`.
enum SizeText {
    private static let units: [(suffix: String, bytes: Int64)] = [
        ("", 1), ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ]

    /// Bytes; `nil` where the text is no size or more than 64 bits hold.
    static func parse(_ text: String) -> Int64? {
        let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
        let suffix = text.dropFirst(digits.count).drop { $0 == " " }
        guard !digits.isEmpty, digits.count <= 18, let number = Int64(String(text.prefix(digits.count))),
            let unit = Self.units.first(where: { $0.suffix == suffix })
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit.bytes)
        return overflow ? nil : bytes
    }

    /// The shortest way to write it exactly.
    static func shown(_ bytes: Int64) -> String {
        for unit in Self.units.dropFirst(2).reversed() where bytes != 0 && bytes.isMultiple(of: unit.bytes) {
            return "\(bytes / unit.bytes)\(unit.suffix)"
        }
        return bytes == 1 ? "1 byte" : "\(bytes) bytes"
    }
}
