import Payload
import Signatures

extension SettingsReader {
    /// The scheme of that name, with what the table says about it; `nil` after a report.
    func scheme(_ name: String, _ table: TableReader, isSource: Bool) -> SignatureScheme? {
        guard var scheme = self.context.scheme(name) else { return nil }
        guard name == "hmac" else { return scheme }
        guard let header = self.header(HMACKeys.signatureHeader, table) else {
            if !table.has(HMACKeys.signatureHeader) {
                self.context.report(
                    .missingKey,
                    table.place,
                    "\(table.subject) has no signature_header, which the scheme \"hmac\" needs",
                    fix: "add signature_header = \"X-Signature\", as the sender's documentation names it"
                )
            }
            return nil
        }
        guard let content = self.content(table) else { return nil }
        var rules = HMACRules(signedContent: content, header: header)
        if let prefix = table.text(HMACKeys.prefix) { rules.layout = .plain(prefix: prefix.text) }
        rules.encoding = table.choice(HMACKeys.encoding).flatMap { SignatureEncoding(rawValue: $0.text) } ?? .hex
        rules.digest = table.choice(HMACKeys.digest).flatMap { DigestAlgorithm(rawValue: $0.text) } ?? .sha256
        scheme.keyDecoding = table.choice(HMACKeys.keyDecoding).flatMap { KeyDecoding(rawValue: $0.text) } ?? .utf8
        let format = table.choice(HMACKeys.timestampFormat).flatMap { TimestampFormat(rawValue: $0.text) } ?? .any
        if let timestamp = self.header(HMACKeys.timestampHeader, table) {
            rules.timestamp = TimestampRules(source: .header(timestamp), format: format)
        } else if table.has(HMACKeys.timestampHeader) {
            return nil
        }
        scheme.hmac = rules
        if let id = self.header(HMACKeys.idHeader, table) { scheme.deliveryID = .header(id.lowercased) }
        if isSource { self.readLocations(into: &scheme, table) }
        do throws(SchemeError) {
            try scheme.validate()
        } catch {
            self.context.report(
                .badTemplate,
                self.placeOfFault(error, table),
                "\(table.subject): \(error.problem)",
                fix: error.code == .unsignedTimestamp
                    ? "put {timestamp} into content if the sender signs it, else remove timestamp_header" : error.fix
            )
            return nil
        }
        return scheme
    }

    private func header(_ key: SettingsKey, _ table: TableReader) -> FieldName? {
        guard table.has(key), let text = table.text(key) else { return nil }
        let name = FieldName(text.text)
        guard name.isValid else {
            self.context.report(
                .badHeader,
                text.place,
                "\(table.subject): \(key.name) \(Quoted.text(text.text)) cannot be the name of a header",
                fix: "write letters, digits and hyphens, such as \"X-Webhook-Signature\""
            )
            return nil
        }
        return name
    }

    private func content(_ table: TableReader) -> SignedContent? {
        guard table.has(HMACKeys.content) else { return SignedContent(.body) }
        guard let text = table.text(HMACKeys.content) else { return nil }
        do throws(SchemeError) {
            return try SignedContent(template: text.text)
        } catch {
            self.context.report(.badTemplate, text.place, "\(table.subject): \(error.problem)", fix: error.fix)
            return nil
        }
    }

    private func readLocations(into scheme: inout SignatureScheme, _ table: TableReader) {
        if let event = self.location(HMACKeys.event, table, allowsConstant: true) { scheme.eventName = event }
        if let id = self.location(HMACKeys.id, table, allowsConstant: false) {
            if table.has(HMACKeys.idHeader), scheme.deliveryID != id {
                self.context.report(
                    .contradiction,
                    table.valuePlace(HMACKeys.id),
                    "\(table.subject): id and id_header name different places",
                    fix: "remove id: it stands where id_header says"
                )
            }
            scheme.deliveryID = id
        }
        scheme.occurredAt = self.location(HMACKeys.time, table, allowsConstant: false)
    }

    /// `json:/pointer`, `header:NAME` or `const:TEXT`.
    private func location(_ key: SettingsKey, _ table: TableReader, allowsConstant: Bool) -> ValueLocation? {
        guard let text = table.text(key) else { return nil }
        let parts = text.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 {
            switch parts[0] {
            case "json": if parts[1].hasPrefix("/"), let pointer = try? JSONPointer(parts[1]) { return .json(pointer) }
            case "header": if FieldName(parts[1]).isValid { return .header(parts[1].lowercased()) }
            case "const": if allowsConstant, !parts[1].isEmpty { return .constant(parts[1]) }
            default: break
            }
        }
        self.context.report(
            .badLocation,
            text.place,
            "\(table.subject): \(key.name) \(Quoted.text(text.text)) names no place in a request",
            fix:
                "write \"json:/pointer\"\(allowsConstant ? ", \"header:NAME\" or \"const:NAME\"" : " or \"header:NAME\"")"
        )
        return nil
    }

    private func placeOfFault(_ error: SchemeError, _ table: TableReader) -> Place {
        switch error.code {
        case .invalidTemplate, .missingTimestampRules, .missingIDHeader: table.valuePlace(HMACKeys.content)
        case .unsignedTimestamp: table.valuePlace(HMACKeys.timestampHeader)
        case .digestUnavailable: table.valuePlace(HMACKeys.digest)
        case .invalidLayout: table.valuePlace(HMACKeys.prefix)
        default: table.place
        }
    }
}
