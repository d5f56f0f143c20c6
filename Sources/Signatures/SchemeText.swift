import Events
import Payload

/// A scheme as text, key by key: what `[[scheme]]` holds and what a preset is.
///
/// Flags are written `true`; lists apart by `, `; places that are tried one after the other apart by ` | `.
package struct SchemeText: Sendable, Equatable {
    package let name: String
    package let settings: [SchemeSetting: String]

    package init(name: String, settings: [SchemeSetting: String]) {
        self.name = name
        self.settings = settings
    }

    /// Reads the scheme.
    ///
    /// - Throws: ``SchemeTextError`` for the first setting that cannot be read or does not fit the others.
    package func scheme() throws(SchemeTextError) -> SignatureScheme {
        var scheme = SignatureScheme(name: self.name, proof: try self.proof(), eventName: try self.eventName())
        scheme.keyDecoding = try self.choice(.keyDecoding, KeyDecoding.self, default: .utf8)
        scheme.deliveryID = try self.place(.id)
        scheme.occurredAt = try self.place(.time)
        if self.settings[.handshake] != nil {
            scheme.handshake = try self.choice(.handshake, Handshake.self, default: .slack)
        }
        do throws(SchemeError) {
            try scheme.validate()
        } catch {
            throw SchemeTextError(setting: Self.setting(error.code), problem: error.problem, fix: error.fix)
        }
        if scheme.hmac != nil, !scheme.isEventNameSigned, !self.isOn(.unsignedEvent),
            scheme.eventName.leaves.contains(where: { if case .constant = $0 { false } else { true } })
        {
            throw self.error(
                .event,
                "the event's name stands where the signature does not reach, so a copy could be given another name",
                "name a place that is signed, or say unsigned_event = true"
            )
        }
        return scheme
    }

    /// The lines of `[[scheme]]` that say the same.
    package var toml: String {
        let lines = self.settings.sorted { $0.key < $1.key }.map { setting, text in
            setting.isFlag ? "\(setting.rawValue) = \(text)" : "\(setting.rawValue) = \(Self.quoted(text))"
        }
        return (["[[scheme]]", "name = \(Self.quoted(self.name))"] + lines).joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = ""
        for letter in text {
            switch letter {
            case "\n": quoted += "\\n"
            case "\"", "\\": quoted += "\\\(letter)"
            default: quoted.append(letter)
            }
        }
        return "\"\(quoted)\""
    }

    func isOn(_ setting: SchemeSetting) -> Bool { self.settings[setting] == "true" }

    func error(_ setting: SchemeSetting, _ problem: String, _ fix: String) -> SchemeTextError {
        SchemeTextError(setting: setting, problem: problem, fix: fix)
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ setting: SchemeSetting,
        _ type: Choice.Type,
        default absent: Choice
    ) throws(SchemeTextError) -> Choice {
        guard let text = self.settings[setting] else { return absent }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw self.error(setting, "there is no \(setting.rawValue) \"\(text)\"", "write \(all)")
        }
        return choice
    }

    /// The key that a contradiction between several is shown at.
    private static func setting(_ code: SchemeError.Code) -> SchemeSetting? {
        switch code {
        case .invalidTemplate, .missingTimestampRules, .unsignedBody: .content
        case .missingIDHeader: .id
        case .unsignedTimestamp: .timestamp
        case .invalidTolerance: .tolerance
        case .digestUnavailable: .digest
        case .invalidLayout: .layout
        case .invalidHeaderName: .signature
        default: nil
        }
    }
}

extension SchemeSetting {
    /// Whether it is `true` or `false`.
    package var isFlag: Bool { self == .unsignedEvent || self == .unsignedBody }
}
