import Events
import Payload
import Signatures

/// One `[[source]]`, as far as it could be read.
struct SourceDraft {
    let subject: String
    let place: Place
    let name: PlacedText?
    let path: PlacedText?
    let schemeName: String?
    /// `nil` where the scheme has no timestamp.
    let toleranceMilliseconds: Int64?
    /// `nil` after a report.
    let settings: SourceSettings?
}

extension SettingsReader {
    func source(_ table: TableReader) -> SourceDraft {
        let name = table.name(SourceKeys.name)
        let path = table.text(SourceKeys.path).flatMap { self.sourcePath($0, table) }
        let schemeName = table.schemeName(SourceKeys.scheme)?.text
        if let schemeName { table.refuseForeignKeys(HMACKeys.signing + HMACKeys.reading, scheme: schemeName) }
        var scheme = schemeName.flatMap { self.scheme($0, table, isSource: true) }
        if var site = scheme {
            self.readSite(into: &site, table)
            scheme = site
        }
        if let tolerance = table.duration(SourceKeys.tolerance), scheme?.hasTimestamp == true {
            scheme?.toleranceMilliseconds = tolerance
        } else if table.has(SourceKeys.tolerance), let scheme, !scheme.hasTimestamp {
            self.context.report(
                .contradiction,
                table.keyPlace(SourceKeys.tolerance),
                "\(table.subject): tolerance means nothing, since the scheme \"\(scheme.name)\" reads no timestamp here",
                fix: "remove tolerance, or name the sender's timestamp_header"
            )
        }
        let handshake = scheme.flatMap { self.handshake($0, table) }
        let keyFile = handshake?.handshake == .asana ? self.keyFile(table) : nil
        let secrets =
            keyFile?.isAbsent == true
            ? [] : self.secrets(table, schemeName: schemeName, decoding: scheme?.keyDecoding ?? .utf8)
        let maxBody = table.bytes(SourceKeys.maxBody)
        let key = self.keyParts(table)
        var settings: SourceSettings?
        if let name, let path, let scheme, let secrets {
            let isKeyAwaited = keyFile?.isAbsent == true
            if !self.context.hasErrors, !isKeyAwaited { self.checkVerifier(scheme, secrets, table) }
            settings = SourceSettings(
                name: name.text,
                path: path.text,
                scheme: scheme,
                secrets: secrets,
                maxBodyBytes: Int(maxBody),
                key: key ?? scheme.defaultKey,
                handshake: handshake,
                keyFile: keyFile?.path,
                place: table.place
            )
        }
        return SourceDraft(
            subject: table.subject,
            place: table.place,
            name: name,
            path: path,
            schemeName: schemeName,
            toleranceMilliseconds: scheme?.toleranceMilliseconds,
            settings: settings
        )
    }

    /// The bytes before `?` of a request's target (RFC 9112 §3.2.1), compared as they are.
    private func sourcePath(_ path: PlacedText, _ table: TableReader) -> PlacedText? {
        func refuse(_ problem: String, _ fix: String) -> PlacedText? {
            self.context.report(
                .badPath,
                path.place,
                "\(table.subject): path \(Quoted.text(path.text)) \(problem)",
                fix: fix
            )
            return nil
        }
        guard path.text.hasPrefix("/") else {
            return refuse("does not begin with a slash", "write a path such as \"/cubeconnect/webhook\", without host")
        }
        if path.text.contains("?") || path.text.contains("#") {
            return refuse("has a \"?\" or \"#\", and only the bytes before them are compared", "end it before that")
        }
        guard path.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return refuse(
                "has a character that no request line can carry",
                "write it percent-encoded, as %20 for a space"
            )
        }
        guard path.text.utf8.count <= Limits.sourcePathBytesMax else {
            return refuse("is longer than \(Limits.sourcePathBytesMax) bytes", "shorten it")
        }
        return path
    }

    /// The decoded secrets; `nil` where one is missing or wrong, after a report.
    private func secrets(_ table: TableReader, schemeName: String?, decoding: KeyDecoding) -> [SecretKey]? {
        let nodes = table.list(SourceKeys.secrets, max: Limits.secretsPerSourceMax)
        if schemeName == "none" {
            if nodes?.isEmpty == false {
                self.context.report(
                    .contradiction,
                    table.valuePlace(SourceKeys.secrets),
                    "\(table.subject) has secrets, and its scheme \"none\" verifies nothing with them",
                    fix: "name the sender's scheme, or remove secrets"
                )
                return nil
            }
            self.context.report(
                .unverifiedSource,
                table.valuePlace(SourceKeys.scheme),
                "\(table.subject) verifies nothing: whoever reaches its path is believed",
                fix: "name the sender's scheme and its secrets, or make sure that only the sender reaches the path"
            )
            return []
        }
        guard let nodes else {
            if !table.has(SourceKeys.secrets) {
                self.context.report(
                    .missingSecret,
                    table.place,
                    "\(table.subject) has no secrets, so nothing could be verified",
                    fix: "add secrets = [\"env:NAME\"]; only scheme = \"none\" goes without, and lets anybody in"
                )
            }
            return nil
        }
        guard !nodes.isEmpty else {
            self.context.report(
                .missingSecret,
                table.valuePlace(SourceKeys.secrets),
                "\(table.subject) has an empty list of secrets, so nothing could be verified",
                fix: "name at least one, such as secrets = [\"env:NAME\"]"
            )
            return nil
        }
        var texts: [SecretText] = []
        var keys: [SecretKey] = []
        var isComplete = true
        for node in nodes {
            guard let secret = self.key(node, SourceKeys.secrets, table, decoding: decoding) else {
                isComplete = false
                continue
            }
            if texts.contains(secret.text) {
                self.context.report(
                    .repeatedSecret,
                    node.place,
                    "\(table.subject): the same secret stands in the list twice",
                    fix: "remove one; while a secret is being replaced, name the old and the new one"
                )
                continue
            }
            texts.append(secret.text)
            keys.append(secret.key)
        }
        return isComplete ? keys : nil
    }

    /// The parts of the idempotency key; `nil` where the source names none.
    private func keyParts(_ table: TableReader) -> [IdempotencyKeyPart]? {
        guard let texts = table.texts(SourceKeys.key, max: Limits.keyPartsMax) else { return nil }
        var parts: [IdempotencyKeyPart] = []
        let remedy = "use event, timestamp, body, id, header:NAME or json:/pointer"
        if texts.isEmpty {
            self.context.report(
                .badKeyPart,
                table.valuePlace(SourceKeys.key),
                "\(table.subject): an empty key would make every event a copy of the first",
                fix: "\(remedy), or remove the line to use what the scheme signs"
            )
        }
        for text in texts {
            guard let part = IdempotencyKeyPart(text.text), Self.isSound(part) else {
                self.context.report(
                    .badKeyPart,
                    text.place,
                    "\(table.subject): \(Quoted.text(text.text)) is no part of a key",
                    fix: remedy
                )
                continue
            }
            if parts.contains(part) {
                self.context.report(
                    .duplicateEntry,
                    text.place,
                    "\(table.subject): \(Quoted.text(text.text)) stands in the key twice",
                    fix: "remove one"
                )
            }
            parts.append(part)
        }
        return parts
    }

    static func isSound(_ part: IdempotencyKeyPart) -> Bool {
        switch part {
        case .event, .timestamp, .body, .id: true
        case .header(let name): FieldName(name).isValid
        case .json(let pointer): (try? JSONPointer(pointer)) != nil
        }
    }
}
