import Events

/// Reads gateway.conf.
package enum SettingsLoader {
    /// Reads a file and everything that it names.
    ///
    /// - Parameters:
    ///   - path: The file, at most ``Limits/settingsFileBytesMax`` bytes; diagnostics show it as given.
    ///   - environment: For `${NAME}` and `env:NAME`.
    ///   - files: Where the file and `file:/path` are read from.
    /// - Returns: The settings, or the errors that prevent them; warnings in both cases.
    package static func load(
        path: String,
        environment: [String: String],
        files: FileReader = .system
    ) -> SettingsResult {
        do throws(FileReadingError) {
            let content = try files.read(path, Limits.settingsFileBytesMax)
            return Self.parse(content.bytes, fileName: path, environment: environment, files: files)
        } catch {
            guard !error.isTooLarge else { return Self.tooLarge(path) }
            return Self.failed(
                Diagnostic(
                    code: .unreadableFile,
                    file: path,
                    place: .start,
                    problem: "the file cannot be read: \(error.reason)",
                    fix: "name the file with -c, or write one with `hookgate init`"
                )
            )
        }
    }

    /// Reads the bytes of a file.
    ///
    /// A syntax error comes alone; otherwise all errors and warnings come at once, at most ``Limits/diagnosticsMax``, in
    /// the order of the file.
    package static func parse(
        _ bytes: [UInt8],
        fileName: String,
        environment: [String: String],
        files: FileReader = .system
    ) -> SettingsResult {
        guard bytes.count <= Limits.settingsFileBytesMax else { return Self.tooLarge(fileName) }
        let root: TomlNode
        do throws(TomlError) {
            root = try TomlDocument.parse(bytes)
        } catch {
            return Self.failed(
                Diagnostic(
                    code: .syntax,
                    file: fileName,
                    place: error.place,
                    problem: "this is no TOML: \(error.message)",
                    fix: "write key = value lines below [table] lines, texts in double quotes (toml.io/en/v1.0.0)"
                )
            )
        }
        let context = ReadingContext(file: fileName, environment: environment, files: files)
        let settings = SettingsReader(context: context).read(root)
        // Stable, so that what was found first at one place stays first; errors before warnings when there are too many.
        let sorted = context.diagnostics.enumerated().sorted {
            ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
        }.map(\.element)
        let errors = sorted.filter { $0.severity == .error }
        let shown = sorted.count <= Limits.diagnosticsMax ? sorted : errors.isEmpty ? sorted : errors
        return SettingsResult(settings: settings, diagnostics: Array(shown.prefix(Limits.diagnosticsMax)))
    }

    private static func tooLarge(_ file: String) -> SettingsResult {
        Self.failed(
            Diagnostic(
                code: .fileTooLarge,
                file: file,
                place: .start,
                problem: "the file has more than \(SizeText.shown(Int64(Limits.settingsFileBytesMax)))",
                fix: "look whether this is the right file; a thousand sources fit into less"
            )
        )
    }

    private static func failed(_ diagnostic: Diagnostic) -> SettingsResult {
        SettingsResult(settings: nil, diagnostics: [diagnostic])
    }
}
