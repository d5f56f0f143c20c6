/// Reads one table of gateway.conf: every key once, each in its form; what is wrong is reported and read as absent.
struct TableReader {
    let context: ReadingContext
    let section: SettingsSection
    /// What people call it: `[server]`, `target "crm"`.
    let subject: String
    let place: Place
    private let entries: [String: TomlEntry]

    /// Takes the entries of a table and reports the keys that it cannot have.
    init(_ entries: [TomlEntry], at place: Place, section: SettingsSection, subject: String, context: ReadingContext) {
        self.context = context
        self.section = section
        self.subject = subject
        self.place = place
        self.entries = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
        let known = section.keys.map(\.name)
        for entry in entries where !known.contains(entry.key) {
            if section.later.contains(entry.key) {
                context.report(
                    .notSupportedYet,
                    entry.keyPlace,
                    "\(subject): \(entry.key) is planned, but this version does not support it yet",
                    fix: "remove \(entry.key)"
                )
            } else {
                let all = known.joined(separator: ", ")
                context.report(
                    .unknownKey,
                    entry.keyPlace,
                    "\(subject): there is no key \(Quoted.text(entry.key))",
                    fix: context.suggestion(for: entry.key, among: known, otherwise: "use one of \(all), or remove it")
                )
            }
        }
    }

    /// The value of a key.
    func node(_ key: SettingsKey) -> TomlNode? {
        assert(self.section.keys.contains { $0.name == key.name }, "\(key.name) is not declared")
        if let entry = self.entries[key.name] { return entry.value }
        if key.isRequired {
            self.context.report(
                .missingKey,
                self.place,
                "\(self.subject) has no \(key.name)",
                fix: "add \(key.name) = \(key.form.example)"
            )
        }
        return nil
    }

    /// Whether the key stands there, right or wrong.
    func has(_ key: SettingsKey) -> Bool { self.entries[key.name] != nil }

    /// Where the key stands, or else the table.
    func keyPlace(_ key: SettingsKey) -> Place { self.entries[key.name]?.keyPlace ?? self.place }

    /// Where the value stands, or else the table.
    func valuePlace(_ key: SettingsKey) -> Place { self.entries[key.name]?.value.place ?? self.place }

    /// Reports a value of the wrong kind.
    func refuse(_ node: TomlNode, _ key: SettingsKey, expected: String? = nil) {
        self.context.report(
            .wrongType,
            node.place,
            "\(self.subject): \(key.name) is \(node.kind), and that is not what it takes",
            fix: "write \(expected ?? key.form.example)"
        )
    }

    /// Reports a key that belongs to another scheme.
    func refuseForeignKeys(_ keys: [SettingsKey], scheme: String) {
        for key in keys where self.has(key) && key.scheme != scheme {
            self.context.report(
                .keyOfOtherScheme,
                self.keyPlace(key),
                "\(self.subject): \(key.name) means nothing with the scheme \(Quoted.text(scheme))",
                fix: "remove \(key.name), or use the scheme \"\(key.scheme ?? "hmac")\""
            )
        }
    }
}
