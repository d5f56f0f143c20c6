import Events
import Settings
import Testing

/// One file of Golden/: a gateway.conf, what surrounds it, and what the reader has to say.
///
/// Comments at its head that begin with `#!` set the stage: `env NAME=VALUE`, `file PATH TEXT`, `open-file PATH TEXT`
/// (every user may read it), `binary-file PATH` (no UTF-8), `unreadable` (the file itself), `pad BYTES`.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var environment: [String: String] = [:]
    var contents: [String: FileContent] = [:]
    var isUnreadable = false

    var testDescription: String { self.name }

    static let folder = SourceTree.root + "/Tests/SettingsTests/Golden"

    static let all: [GoldenCase] = SourceTree.names(in: Self.folder).filter { $0.hasSuffix(".conf") }.map {
        GoldenCase(name: String($0.dropLast(5)))
    }

    init(name: String) {
        self.name = name
        var bytes = SourceTree.bytes("\(Self.folder)/\(name).conf")
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("#! ") {
            let words = line.dropFirst(3).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            let rest = words.count > 1 ? String(words[1]) : ""
            switch words[0] {
            case "env":
                let pair = rest.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                self.environment[String(pair[0])] = String(pair[1])
            case "file", "open-file":
                let pair = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
                self.contents[String(pair[0])] = FileContent(
                    bytes: Array("\(pair[1])\n".utf8),
                    isWorldReadable: words[0] == "open-file"
                )
            case "binary-file": self.contents[rest] = FileContent(bytes: [0xFF, 0xFE], isWorldReadable: false)
            case "unreadable": self.isUnreadable = true
            case "pad":
                let count = Int(rest) ?? 0
                bytes.append(contentsOf: [UInt8](repeating: 0x20, count: count - bytes.count))
            default: preconditionFailure("unknown directive in \(name).conf")
            }
        }
        self.bytes = bytes
    }

    /// Reads another text on the same stage.
    func load(_ text: String) -> SettingsResult {
        let files = FileReader { [contents] path, _ throws(FileReadingError) in
            guard let content = contents[path] else {
                throw FileReadingError(
                    reason: "No such file or directory",
                    isAbsent: true
                )
            }
            return content
        }
        return SettingsLoader.parse(
            Array(text.utf8),
            fileName: "gateway.conf",
            environment: self.environment,
            files: files
        )
    }

    /// Reads the case as the program would.
    func load() -> SettingsResult {
        var contents = self.contents
        if !self.isUnreadable { contents["gateway.conf"] = FileContent(bytes: self.bytes, isWorldReadable: true) }
        let files = FileReader { [contents] path, bytesMax throws(FileReadingError) in
            guard let content = contents[path] else {
                throw FileReadingError(
                    reason: "No such file or directory",
                    isAbsent: true
                )
            }
            guard content.bytes.count <= bytesMax else {
                throw FileReadingError(reason: "it is too large", isTooLarge: true)
            }
            return content
        }
        return SettingsLoader.load(path: "gateway.conf", environment: self.environment, files: files)
    }

    /// What a person reads; `nothing to report` where there is nothing.
    static func text(_ result: SettingsResult) -> String {
        guard !result.diagnostics.isEmpty else { return "nothing to report\n" }
        return result.diagnostics.map { "\($0.description)\n" }.joined()
    }
}
