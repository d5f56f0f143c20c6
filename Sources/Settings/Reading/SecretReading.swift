import Events

/// What a secret in gateway.conf came to.
enum SecretReading {
    /// The secret, and whether it was written into the file itself.
    case found(SecretText, isLiteral: Bool)
    /// Every variable that it names is unset or empty.
    case notSet(names: [String])
    /// It was reported.
    case invalid
}

extension ReadingContext {
    private static let environmentPrefix = "env:"
    private static let filePrefix = "file:"

    /// Reads `env:NAME`, `file:/path`, several of them apart by `|` (the first that is there counts), or the text itself.
    ///
    /// `subject` says in messages whose secret it is: `target "crm"`.
    func secret(_ raw: String, at place: Place, subject: String) -> SecretReading {
        guard let text = self.expand(raw, at: place) else { return .invalid }
        guard Self.isReference(text) else {
            return .found(SecretText(text), isLiteral: text == raw)
        }
        var unset: [String] = []
        var unreadable: (path: String, reason: String)?
        for part in text.split(separator: "|", omittingEmptySubsequences: false) {
            let reference = Self.trimmed(part)
            if reference.hasPrefix(Self.environmentPrefix) {
                let name = String(reference.dropFirst(Self.environmentPrefix.count))
                guard Self.isVariableName(name) else { return self.refuseReference(subject, at: place) }
                if let value = self.environment[name], !value.isEmpty {
                    return .found(SecretText(value), isLiteral: false)
                }
                unset.append(name)
            } else if reference.hasPrefix(Self.filePrefix), reference.utf8.count > Self.filePrefix.utf8.count {
                let path = String(reference.dropFirst(Self.filePrefix.count))
                switch self.secretFile(path, at: place, subject: subject) {
                case .success(let secret): return .found(secret, isLiteral: false)
                case .failure(let error): unreadable = unreadable ?? (path, error.reason)
                }
            } else {
                return self.refuseReference(subject, at: place)
            }
        }
        if let unreadable {
            self.report(
                .unreadableSecretFile,
                place,
                "\(subject): the file \(Quoted.text(unreadable.path)) cannot be read: \(unreadable.reason)",
                fix: "create the file, or let the user that the gateway runs as read it"
            )
            return .invalid
        }
        return .notSet(names: unset)
    }

    private static func isReference(_ text: String) -> Bool {
        text.hasPrefix(Self.environmentPrefix) || text.hasPrefix(Self.filePrefix)
    }

    private func refuseReference(_ subject: String, at place: Place) -> SecretReading {
        self.report(
            .badInterpolation,
            place,
            "\(subject): \"env:\" or \"file:\" is not followed by a name or a path",
            fix: "write \"env:NAME\" or \"file:/path\", or several apart by \"|\" of which the first that is set counts"
        )
        return .invalid
    }

    private func secretFile(_ path: String, at place: Place, subject: String) -> Result<SecretText, FileReadingError> {
        let content: FileContent
        do throws(FileReadingError) {
            content = try self.files.read(path, Limits.secretBytesMax)
        } catch {
            return .failure(error)
        }
        var bytes = content.bytes[...]
        // Editors end a file with a line feed, which is no part of the secret.
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .failure(FileReadingError(reason: "it is no UTF-8 text"))
        }
        if content.isWorldReadable {
            self.report(
                .readableSecretFile,
                place,
                "\(subject): every user of this machine can read the file \(Quoted.text(path))",
                fix: "chmod 600 \(path)"
            )
        }
        return .success(SecretText(text))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension SecretText {
    /// Whether nobody needs to guess it: nothing, white space or zero bytes only.
    var isBlank: Bool {
        self.revealed.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.value == 0 }
    }
}
