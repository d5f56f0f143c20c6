import Events

extension TableReader {
    /// A text with its variables filled in.
    func text(_ key: SettingsKey) -> PlacedText? {
        guard let node = self.node(key) else { return nil }
        return self.text(node, key)
    }

    /// One text of any place in the value.
    func text(_ node: TomlNode, _ key: SettingsKey) -> PlacedText? {
        guard case .string(let raw) = node.content else {
            self.refuse(node, key)
            return nil
        }
        return self.context.expand(raw, at: node.place).map { PlacedText(text: $0, place: node.place) }
    }

    /// The values of a list; `nil` where the key is absent or no list.
    func list(_ key: SettingsKey, max: Int = Limits.listEntriesMax) -> [TomlNode]? {
        guard let node = self.node(key) else { return nil }
        guard case .array(let nodes) = node.content else {
            self.refuse(node, key)
            return nil
        }
        guard nodes.count <= max else {
            self.context.report(
                .tooMany,
                node.place,
                "\(self.subject): \(key.name) has \(nodes.count) entries, and \(max) are the most",
                fix: "remove entries until \(max) are left"
            )
            return nil
        }
        return nodes
    }

    /// A list of texts; what is wrong in it is left out, after a report.
    func texts(_ key: SettingsKey, max: Int = Limits.listEntriesMax) -> [PlacedText]? {
        self.list(key, max: max)?.compactMap { self.text($0, key) }
    }

    func flag(_ key: SettingsKey) -> Bool {
        guard let node = self.node(key) else { return false }
        guard case .boolean(let value) = node.content else {
            self.refuse(node, key)
            return false
        }
        return value
    }

    /// One of the choices that the key's form lists; `nil` where the key is absent or wrong, and has no default.
    func choice(_ key: SettingsKey) -> PlacedText? {
        guard case .choice(let choices, let absent) = key.form else { preconditionFailure("no choice") }
        let fallback = absent.map { PlacedText(text: $0, place: self.place) }
        guard self.has(key) || key.isRequired else { return fallback }
        guard let value = self.text(key) else { return fallback }
        guard choices.contains(value.text) else {
            self.context.report(
                .unknownChoice,
                value.place,
                "\(self.subject): there is no \(key.name) \(Quoted.text(value.text))",
                fix: self.context.suggestion(
                    for: value.text,
                    among: choices,
                    otherwise: "write \(Quoted.list(choices))"
                )
            )
            return fallback
        }
        return value
    }

    /// The name of a preset or of a scheme of the file; `nil` where the key is absent or wrong.
    func schemeName(_ key: SettingsKey) -> PlacedText? {
        guard let value = self.text(key) else { return nil }
        guard self.context.scheme(value.text) != nil else {
            self.context.report(
                .unknownChoice,
                value.place,
                "\(self.subject): there is no \(key.name) \(Quoted.text(value.text))",
                fix: self.context.suggestion(
                    for: value.text,
                    among: self.context.schemeNames,
                    otherwise: "name a sender of docs/senders, \"hmac\" or \"none\", or describe yours with [[scheme]]"
                )
            )
            return nil
        }
        return value
    }

    /// The name of a source, target or route: it labels metrics and stands in headers.
    func name(_ key: SettingsKey) -> PlacedText? {
        guard let value = self.text(key) else { return nil }
        let bytes = value.text.utf8
        let isSound = bytes.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D, 0x5F: true
            default: false
            }
        }
        guard isSound, (1...Limits.configuredNameBytesMax).contains(bytes.count) else {
            self.context.report(
                .badName,
                value.place,
                "\(Quoted.text(value.text)) cannot be a name",
                fix: "use 1 to \(Limits.configuredNameBytesMax) letters, digits, dots, hyphens and underscores"
            )
            return nil
        }
        return value
    }

    /// A file's path: not empty, no zero byte.
    func path(_ key: SettingsKey) -> String? {
        guard let value = self.text(key) else { return nil }
        guard !value.text.isEmpty, !value.text.utf8.contains(0) else {
            self.context.report(
                .badPath,
                value.place,
                "\(self.subject): \(key.name) names no file",
                fix: "write the file's path, such as \"/etc/hookgate/\(key.name).pem\""
            )
            return nil
        }
        return value.text
    }

    /// A table inside this one.
    func table(_ key: SettingsKey) -> TableReader? {
        let section: SettingsSection
        switch key.form {
        case .table(let inner), .tableOrOff(let inner): section = inner
        default: preconditionFailure("no table")
        }
        guard let node = self.node(key) else { return nil }
        guard case .table(let entries) = node.content else {
            self.refuse(node, key)
            return nil
        }
        return TableReader(
            entries,
            at: node.place,
            section: section,
            subject: "\(key.name) of \(self.subject)",
            context: self.context
        )
    }
}
