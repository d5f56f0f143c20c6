import FoundationEssentials
import Glibc

/// The files of the repository, read once.
enum SourceTree {
    /// One file of text.
    struct File: Sendable, CustomStringConvertible {
        /// From the root of the repository on, as in `Sources/Events/Event.swift`.
        let path: String
        let text: String
        let lines: [String]
        /// The lines without comments and texts; of Swift files only.
        let code: CodeLines

        init(path: String, text: String) {
            self.path = path
            self.text = text
            self.lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            self.code = CodeLines(path.hasSuffix(".swift") ? text : "")
        }

        var description: String { self.path }
        var name: String { String(self.path.split(separator: "/").last ?? "") }
        /// The target of a file below Sources or Tests.
        var room: String { self.path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    }

    static let root: String = {
        let written = #filePath
        // A package elsewhere may link to these folders.
        let file = realpath(written, nil).map { String(cString: $0) } ?? written
        return file.replacing("/Tests/TidyTests/Support/SourceTree.swift", with: "")
    }()

    /// Every file of text that belongs to the repository; builds, data and version control are passed over.
    static let files: [File] = {
        var found: [File] = []
        collect("", into: &found)
        return found.sorted { $0.path < $1.path }
    }()

    private static func collect(_ folder: String, into found: inout [File]) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? [] {
            if name.hasPrefix(".build") || [".git", ".hookgate", "__pycache__", "node_modules"].contains(name) {
                continue
            }
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder = false
            guard FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder) else { continue }
            if isFolder {
                collect(path, into: &found)
            } else if let data = FileManager.default.contents(atPath: "\(root)/\(path)"), data.count < 4_000_000,
                let text = String(validating: data, as: UTF8.self)
            {
                found.append(File(path: path, text: text))
            }
        }
    }

    /// Swift files below Sources.
    static let sources = files.filter { $0.path.hasPrefix("Sources/") && $0.path.hasSuffix(".swift") }

    /// Swift files below Sources and Tests.
    static let swift = files.filter {
        ($0.path.hasPrefix("Sources/") || $0.path.hasPrefix("Tests/")) && $0.path.hasSuffix(".swift")
    }

    static let markdown = files.filter { $0.path.hasSuffix(".md") }

    /// The rooms: folders of Sources with Swift in them.
    static let rooms = Set(sources.map(\.room))
}
