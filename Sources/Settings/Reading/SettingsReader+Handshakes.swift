import Events
import Signatures

extension SettingsReader {
    /// What the source demands of its handshake; `nil` where it plays none, and after a report.
    ///
    /// A handshake that the scheme brings along is played as soon as the keys are there that it needs; one that is named
    /// must have them.
    func handshake(_ scheme: SignatureScheme, _ table: TableReader) -> HandshakeTerms? {
        let named = table.choice(SourceKeys.handshake)?.text
        let handshake = named == nil ? scheme.handshake : named.flatMap { Handshake(rawValue: $0) }
        self.refuseForeignHandshakeKeys(handshake, table)
        guard let handshake else { return nil }
        guard self.isPlayable(handshake, scheme, table) else { return nil }
        var terms = HandshakeTerms(handshake)
        switch handshake {
        case .meta:
            terms.verifyToken = table.node(SourceKeys.verifyToken).flatMap {
                self.key($0, SourceKeys.verifyToken, table, decoding: .utf8)?.key
            }
        case .cloudEvents:
            terms.allowedOrigins = self.allowedOrigins(table)
            terms.allowedRate = table.has(SourceKeys.allowedRate) ? table.count(SourceKeys.allowedRate) : nil
        case .awsSNS: terms.topics = self.confirmTopics(table)
        default: break
        }
        guard !terms.isComplete else { return terms }
        if named != nil, let key = handshake.requiredKey, !table.has(key) {
            self.context.report(
                .missingKey,
                table.valuePlace(SourceKeys.handshake),
                "\(table.subject) has no \(key.name), without which anybody could pass the handshake \"\(handshake.rawValue)\"",
                fix: "add \(key.name) = \(key.form.example)"
            )
        }
        return nil
    }

    /// The file that a key is to be written to, and whether it is not there yet; `nil` where secrets names none.
    func keyFile(_ table: TableReader) -> (path: String, isAbsent: Bool)? {
        let prefix = "file:"
        if let nodes = table.list(SourceKeys.secrets, max: Limits.secretsPerSourceMax), nodes.count == 1,
            case .string(let raw) = nodes[0].content, let text = self.context.expand(raw, at: nodes[0].place),
            text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count, !text.contains("|")
        {
            let path = String(text.dropFirst(prefix.count))
            do throws(FileReadingError) {
                _ = try self.context.files.read(path, Limits.secretBytesMax)
                return (path, false)
            } catch {
                return (path, error.isAbsent)
            }
        }
        if table.has(SourceKeys.handshake) {
            self.context.report(
                .contradiction,
                table.valuePlace(table.has(SourceKeys.secrets) ? SourceKeys.secrets : SourceKeys.handshake),
                "\(table.subject): the handshake \"asana\" writes the sender's key to a file, and secrets names none",
                fix: "write secrets = [\"file:/path\"], one file that does not have to exist yet"
            )
        }
        return nil
    }

    /// Whether the scheme gives the handshake what it rests on.
    private func isPlayable(_ handshake: Handshake, _ scheme: SignatureScheme, _ table: TableReader) -> Bool {
        let problem: String? =
            if handshake.needsFreshProof, !scheme.isTimestampSigned {
                "is answered only to signed and fresh requests, and the scheme \"\(scheme.name)\" signs no timestamp here"
            } else if handshake.needsHMAC || handshake == .asana, scheme.hmac == nil {
                "needs a scheme with an HMAC, and \"\(scheme.name)\" is none"
            } else {
                nil
            }
        guard let problem else { return true }
        self.context.report(
            .contradiction,
            table.valuePlace(SourceKeys.handshake),
            "\(table.subject): the handshake \"\(handshake.rawValue)\" \(problem)",
            fix: "describe how the sender signs, or remove handshake"
        )
        return false
    }

    private func refuseForeignHandshakeKeys(_ handshake: Handshake?, _ table: TableReader) {
        let owners: [(key: SettingsKey, owner: Handshake)] = [
            (SourceKeys.verifyToken, .meta), (SourceKeys.allowedOrigins, .cloudEvents),
            (SourceKeys.allowedRate, .cloudEvents), (SourceKeys.confirmTopics, .awsSNS),
        ]
        for (key, owner) in owners where table.has(key) && owner != handshake {
            self.context.report(
                .contradiction,
                table.keyPlace(key),
                "\(table.subject): \(key.name) means nothing without handshake = \"\(owner.rawValue)\"",
                fix: "remove \(key.name), or name that handshake"
            )
        }
    }

    /// Host names, as senders of CloudEvents give them in `WebHook-Request-Origin`.
    private func allowedOrigins(_ table: TableReader) -> [String] {
        let texts = table.texts(SourceKeys.allowedOrigins, max: Limits.allowedOriginsMax) ?? []
        return texts.compactMap { text in
            let isName = text.text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"): true
                default: false
                }
            }
            guard text.text == "*" || (isName && (1...253).contains(text.text.utf8.count)) else {
                self.context.report(
                    .badName,
                    text.place,
                    "\(table.subject): \(Quoted.text(text.text)) is no origin",
                    fix: "write a host name such as \"eventgrid.azure.net\", or \"*\" for every one"
                )
                return nil
            }
            return text.text.lowercased()
        }
    }

    private func confirmTopics(_ table: TableReader) -> [SNSTopic] {
        let texts = table.texts(SourceKeys.confirmTopics, max: Limits.confirmedTopicsMax) ?? []
        return texts.compactMap { text in
            guard let topic = SNSTopic(text.text) else {
                self.context.report(
                    .badName,
                    text.place,
                    "\(table.subject): \(Quoted.text(text.text)) is no topic of Amazon SNS",
                    fix: "write its whole name, such as \"arn:aws:sns:eu-west-1:123456789012:orders\""
                )
                return nil
            }
            return topic
        }
    }
}

extension Handshake {
    /// The key of `[[source]]` without which it would trust a stranger.
    fileprivate var requiredKey: SettingsKey? {
        switch self {
        case .meta: SourceKeys.verifyToken
        case .cloudEvents: SourceKeys.allowedOrigins
        case .awsSNS: SourceKeys.confirmTopics
        default: nil
        }
    }
}
