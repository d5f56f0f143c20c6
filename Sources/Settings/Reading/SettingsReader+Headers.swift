import Events
import Signatures

extension SettingsReader {
    /// Names of the sender's headers that may pass.
    func forwardHeaders(_ table: TableReader) -> [PlacedText] {
        var names: [PlacedText] = []
        for text in table.texts(TargetKeys.forwardHeaders, max: Limits.targetHeadersMax) ?? [] {
            guard self.isHeaderName(text.text, text.place, table) else { continue }
            guard DeliveryHeaders.isForwardable(text.text) else {
                self.refuseHeader(text.text, text.place, table, key: TargetKeys.forwardHeaders)
                continue
            }
            if names.contains(where: { $0.text.lowercased() == text.text.lowercased() }) {
                self.context.report(
                    .duplicateEntry,
                    text.place,
                    "\(table.subject): \(Quoted.text(text.text)) stands in forward_headers twice",
                    fix: "remove one"
                )
            }
            names.append(text)
        }
        return names
    }

    /// Headers that every request carries.
    func headers(_ table: TableReader) -> [(header: TargetSettings.Header, place: Place)] {
        guard let node = table.node(TargetKeys.headers) else { return [] }
        guard case .table(let entries) = node.content else {
            table.refuse(node, TargetKeys.headers)
            return []
        }
        guard entries.count <= Limits.targetHeadersMax else {
            self.context.report(
                .tooMany,
                node.place,
                "\(table.subject): there are \(entries.count) headers, and \(Limits.targetHeadersMax) are the most",
                fix: "remove headers until \(Limits.targetHeadersMax) are left"
            )
            return []
        }
        var headers: [(header: TargetSettings.Header, place: Place)] = []
        for entry in entries {
            guard self.isHeaderName(entry.key, entry.keyPlace, table) else { continue }
            guard DeliveryHeaders.isFree(entry.key) else {
                self.refuseHeader(entry.key, entry.keyPlace, table, key: TargetKeys.headers)
                continue
            }
            if headers.contains(where: { $0.header.name.lowercased() == entry.key.lowercased() }) {
                self.context.report(
                    .duplicateEntry,
                    entry.keyPlace,
                    "\(table.subject): the header \(Quoted.text(entry.key)) stands there twice",
                    fix: "remove one; letters in upper and lower case are the same"
                )
            }
            guard let value = self.headerValue(entry, table) else { continue }
            headers.append((TargetSettings.Header(name: entry.key, value: value), entry.keyPlace))
        }
        return headers
    }

    private func headerValue(_ entry: TomlEntry, _ table: TableReader) -> SecretText? {
        let subject = "header \(Quoted.text(entry.key)) of \(table.subject)"
        guard case .string(let raw) = entry.value.content else {
            table.refuse(entry.value, TargetKeys.headers)
            return nil
        }
        switch self.context.secret(raw, at: entry.value.place, subject: subject) {
        case .invalid: return nil
        case .notSet(let names):
            self.context.report(
                .variableNotSet,
                entry.value.place,
                "\(subject): \(Self.unset(names))",
                fix: "set \(names[0]), or remove the header"
            )
            return nil
        case .found(let value, _):
            let bytes = value.revealed.utf8
            guard !bytes.isEmpty, bytes.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x09 }),
                bytes.first != 0x20, bytes.last != 0x20, bytes.count <= Limits.secretBytesMax
            else {
                self.context.report(
                    .badHeader,
                    entry.value.place,
                    "\(subject): its value cannot stand in a header",
                    fix: "use printable ASCII without spaces at the ends, at most \(Limits.secretBytesMax) bytes"
                )
                return nil
            }
            return value
        }
    }

    private func isHeaderName(_ name: String, _ place: Place, _ table: TableReader) -> Bool {
        guard !FieldName(name).isValid else { return true }
        self.context.report(
            .badHeader,
            place,
            "\(table.subject): \(Quoted.text(name)) cannot be the name of a header",
            fix: "write letters, digits and hyphens, such as \"X-Request-Id\""
        )
        return false
    }

    private func refuseHeader(_ name: String, _ place: Place, _ table: TableReader, key: SettingsKey) {
        let lowercased = name.lowercased()
        let reason =
            if DeliveryHeaders.hopByHop.contains(lowercased) {
                "belongs to one connection and is never passed on"
            } else if DeliveryHeaders.personal.contains(lowercased) {
                "is what the sender proves itself with to the gateway"
            } else {
                "is written by the gateway itself"
            }
        self.context.report(
            .forbiddenHeader,
            place,
            "\(table.subject): \(key.name) names \(Quoted.text(name)), which \(reason)",
            fix: "remove it"
        )
    }

    /// A header that the target's signature is written to cannot come from elsewhere too.
    func refuseSignatureHeaders(_ target: TargetDraft, scheme: SignatureScheme) {
        var ours: [String] = []
        if let rules = scheme.hmac {
            ours.append(rules.header.lowercased)
            if case .header(let name)? = rules.timestamp?.source { ours.append(name.lowercased) }
            if case .header(let name)? = scheme.deliveryID { ours.append(name) }
        }
        let named =
            target.forwardHeaders.map { ($0.text, $0.place, TargetKeys.forwardHeaders) }
            + target.headers.map { ($0.header.name, $0.place, TargetKeys.headers) }
        for (name, place, key) in named where ours.contains(name.lowercased()) {
            self.refuseHeader(name, place, target.table, key: key)
        }
    }
}
