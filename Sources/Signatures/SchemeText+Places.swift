import Events
import Payload

extension SchemeText {
    func badSignature(_ problem: String) -> SchemeTextError {
        self.error(
            .signature,
            "signature \"\(self.settings[.signature] ?? "")\" \(problem)",
            "write \"header:NAME\", \"header:NAME-*\" for numbered headers, or \"json:/pointer\""
        )
    }

    /// `header:NAME`, several apart by ` | `, `header:NAME*` with numbers from 1 on, or `json:/pointer`.
    func signaturePlace() throws(SchemeTextError) -> SignaturePlace {
        guard let text = self.settings[.signature] else {
            throw SchemeTextError(
                setting: nil,
                problem: "the scheme does not say where the signature stands",
                fix: "add signature = \"header:X-Signature\", as the sender's documentation names it"
            )
        }
        if text.hasPrefix("json:/"), let pointer = try? JSONPointer(String(text.dropFirst(5))) { return .json(pointer) }
        var names: [FieldName] = []
        let parts = text.split(separator: " | ", omittingEmptySubsequences: false)
        for part in parts {
            guard part.hasPrefix("header:") else { throw self.badSignature("names no place in a request") }
            let name = String(part.dropFirst(7))
            if parts.count == 1, name.hasSuffix("*"), FieldName(String(name.dropLast())).isValid {
                return .numbered(prefix: String(name.dropLast()))
            }
            guard FieldName(name).isValid, !names.contains(FieldName(name)) else {
                throw self.badSignature("names no header, or one twice")
            }
            names.append(FieldName(name))
        }
        guard names.count <= Limits.signaturesPerRequestMax else { throw self.badSignature("names too many headers") }
        return .headers(names)
    }

    /// Where the timestamp stands: `header:NAME`, `pair:KEY`, `first` or `json:/pointer`.
    func timestamp() throws(SchemeTextError) -> TimestampRules? {
        guard let text = self.settings[.timestamp] else {
            for setting in [SchemeSetting.timestampFormat, .tolerance] where self.settings[setting] != nil {
                throw self.error(
                    setting,
                    "\(setting.rawValue) means nothing without a timestamp",
                    "add timestamp = \"header:NAME\", or remove \(setting.rawValue)"
                )
            }
            return nil
        }
        let words = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let source: TimestampRules.Source?
        switch (words[0], words.count == 2 ? words[1] : "") {
        case ("first", ""): source = .signatureStart
        case ("header", let name) where FieldName(name).isValid: source = .header(FieldName(name))
        case ("pair", let key) where !key.isEmpty: source = .signaturePair(key: key)
        case ("json", let pointer) where pointer.hasPrefix("/"):
            source = (try? JSONPointer(pointer)).map(TimestampRules.Source.json)
        default: source = nil
        }
        guard let source else {
            throw self.error(
                .timestamp,
                "timestamp \"\(text)\" names no place in a request",
                "write \"header:NAME\", \"pair:KEY\", \"first\" or \"json:/pointer\""
            )
        }
        return TimestampRules(
            source: source,
            format: try self.choice(.timestampFormat, TimestampFormat.self, default: .seconds),
            toleranceMilliseconds: try self.tolerance()
        )
    }

    /// Milliseconds; `nil` for `off`.
    func tolerance() throws(SchemeTextError) -> Int64? {
        guard let text = self.settings[.tolerance] else { return Limits.toleranceMillisecondsDefault }
        if text == "off" { return nil }
        let units: [(String, Int64)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)]
        for (unit, milliseconds) in units where text.hasSuffix(unit) {
            guard let number = Int64(text.dropLast(unit.count)), number > 0, number <= 3_600_000 else { continue }
            let tolerance = number * milliseconds
            if Limits.toleranceMilliseconds.contains(tolerance) { return tolerance }
        }
        let range = Limits.toleranceMilliseconds
        throw self.error(
            .tolerance,
            "\"\(text)\" is no tolerance",
            "write a duration from \(range.lowerBound / 1000)s to \(range.upperBound / 1000)s, such as \"5m\", or \"off\""
        )
    }

    /// Where the event's name stands: places with ` + ` between are joined, those with ` | ` are tried in turn.
    func eventName() throws(SchemeTextError) -> ValueLocation {
        guard let text = self.settings[.event] else {
            throw SchemeTextError(
                setting: nil,
                problem: "the scheme does not say where the event's name stands",
                fix: "add event = \"json:/pointer\", \"header:NAME\" or \"const:NAME\""
            )
        }
        var choices: [ValueLocation] = []
        for choice in text.split(separator: " | ", omittingEmptySubsequences: false) {
            var parts: [ValueLocation] = []
            for part in choice.split(separator: " + ", omittingEmptySubsequences: false) {
                parts.append(try self.location(String(part), .event, allowsConstant: true))
            }
            choices.append(parts.count == 1 ? parts[0] : .joined(parts))
        }
        guard choices.flatMap(\.leaves).count <= Limits.eventPlacesMax else {
            throw self.error(.event, "event names too many places", "name at most \(Limits.eventPlacesMax)")
        }
        return choices.count == 1 ? choices[0] : .firstOf(choices)
    }

    func place(_ setting: SchemeSetting) throws(SchemeTextError) -> ValueLocation? {
        guard let text = self.settings[setting] else { return nil }
        return try self.location(text, setting, allowsConstant: false)
    }

    private func location(
        _ text: String,
        _ setting: SchemeSetting,
        allowsConstant: Bool
    ) throws(SchemeTextError) -> ValueLocation {
        let words = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if words.count == 2 {
            switch words[0] {
            case "json": if words[1].hasPrefix("/"), let pointer = try? JSONPointer(words[1]) { return .json(pointer) }
            case "header": if FieldName(words[1]).isValid { return .header(words[1].lowercased()) }
            case "const": if allowsConstant, !words[1].isEmpty { return .constant(words[1]) }
            default: break
            }
        }
        throw self.error(
            setting,
            "\(setting.rawValue) \"\(text)\" names no place in a request",
            "write \"json:/pointer\"\(allowsConstant ? ", \"header:NAME\" or \"const:NAME\"" : " or \"header:NAME\"")"
        )
    }
}
