extension TableReader {
    /// Milliseconds; the default where the key is absent or wrong, `nil` only where it has none.
    func duration(_ key: SettingsKey) -> Int64? {
        guard case .duration(let range, let absent) = key.form else { preconditionFailure("no duration") }
        guard let node = self.node(key) else { return absent }
        return self.duration(node, key, within: range) ?? absent
    }

    /// A duration that must be there, because its key has a default.
    func milliseconds(_ key: SettingsKey) -> Int64 {
        guard let value = self.duration(key) else { preconditionFailure("\(key.name) has no default") }
        return value
    }

    /// One duration of any place in the value.
    func duration(_ node: TomlNode, _ key: SettingsKey, within range: ClosedRange<Int64>) -> Int64? {
        let bounds = "from \(DurationText.shown(range.lowerBound)) to \(DurationText.shown(range.upperBound))"
        if case .integer(let number) = node.content {
            self.context.report(
                .badDuration,
                node.place,
                "\(self.subject): \(key.name) is \(number), without a unit",
                fix: "write it in quotes with ms, s, m, h or d, such as \"10s\", \(bounds)"
            )
            return nil
        }
        guard let value = self.text(node, key) else { return nil }
        guard let milliseconds = DurationText.parse(value.text) else {
            self.context.report(
                .badDuration,
                value.place,
                "\(self.subject): \(Quoted.text(value.text)) is no duration for \(key.name)",
                fix: "write a whole number and ms, s, m, h or d, such as \"10s\", \(bounds)"
            )
            return nil
        }
        guard range.contains(milliseconds) else {
            let isShort = milliseconds < range.lowerBound
            self.context.report(
                .outOfRange,
                value.place,
                "\(self.subject): \(key.name) \(DurationText.shown(milliseconds)) is too \(isShort ? "short" : "long")",
                fix: "write a duration \(bounds)\(key.remedyByDefault)"
            )
            return nil
        }
        return milliseconds
    }

    /// Bytes; the default where the key is absent or wrong.
    func bytes(_ key: SettingsKey) -> Int64 {
        guard case .size(let range, let absent) = key.form else { preconditionFailure("no size") }
        guard let node = self.node(key) else { return absent }
        let bounds = "from \(SizeText.shown(range.lowerBound)) to \(SizeText.shown(range.upperBound))"
        let bytes: Int64
        if case .integer(let number) = node.content {
            bytes = number
        } else {
            guard let value = self.text(node, key) else { return absent }
            guard let parsed = SizeText.parse(value.text) else {
                self.context.report(
                    .badSize,
                    value.place,
                    "\(self.subject): \(Quoted.text(value.text)) is no size for \(key.name)",
                    fix: "write bytes, or a whole number and KiB, MiB, GiB or TiB, such as \"64MiB\", \(bounds)"
                )
                return absent
            }
            bytes = parsed
        }
        guard range.contains(bytes) else {
            let isSmall = bytes < range.lowerBound
            self.context.report(
                .outOfRange,
                node.place,
                "\(self.subject): \(key.name) \(SizeText.shown(bytes)) is too \(isSmall ? "small" : "large")",
                fix: "write a size \(bounds)\(key.remedyByDefault)"
            )
            return absent
        }
        return bytes
    }

    /// A whole number; the default where the key is absent or wrong, `nil` where it has none.
    func count(_ key: SettingsKey) -> Int? {
        guard case .count(let range, let absent) = key.form else { preconditionFailure("no count") }
        guard let node = self.node(key) else { return absent }
        guard case .integer(let number) = node.content else {
            self.refuse(node, key)
            return absent
        }
        guard let value = Int(exactly: number), range.contains(value) else {
            self.context.report(
                .outOfRange,
                node.place,
                "\(self.subject): \(key.name) \(number) is too \(number < range.lowerBound ? "small" : "large")",
                fix: "write \(key.form.example)\(key.remedyByDefault)"
            )
            return absent
        }
        return value
    }

    /// A whole number that must be there, because its key has a default.
    func number(_ key: SettingsKey) -> Int {
        guard let value = self.count(key) else { preconditionFailure("\(key.name) has no default") }
        return value
    }

    func fraction(_ key: SettingsKey) -> Double {
        guard case .fraction(let range, let absent) = key.form else { preconditionFailure("no fraction") }
        guard let node = self.node(key) else { return absent }
        let value: Double
        switch node.content {
        case .float(let number): value = number
        case .integer(let number): value = Double(number)
        default:
            self.refuse(node, key)
            return absent
        }
        guard range.contains(value) else {
            self.context.report(
                .outOfRange,
                node.place,
                "\(self.subject): \(key.name) \(value) is out of range",
                fix: "write \(key.form.example)\(key.remedyByDefault)"
            )
            return absent
        }
        return value
    }
}

extension SettingsKey {
    /// The end of a remedy: what happens without the key.
    fileprivate var remedyByDefault: String {
        guard let text = self.form.defaultText else { return "" }
        return ", or delete the line to use the default of \(text)"
    }
}
