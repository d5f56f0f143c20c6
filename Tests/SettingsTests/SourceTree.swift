import Glibc

/// The files of the repository that the tests read and, on demand, write.
enum SourceTree {
    /// The folder of Package.swift.
    static let root: String = {
        "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }()

    /// Names in a folder, sorted.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { names.append(String(cString: $0)) }
            }
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// Everything in a file; nothing where there is none.
    static func bytes(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }

    static func text(_ path: String) -> String { String(decoding: Self.bytes(path), as: UTF8.self) }

    static func write(_ text: String, to path: String) {
        guard let file = fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
        fputs(text, file)
        fclose(file)
    }

    /// Whether expectations and generated files are to be written instead of compared.
    static let isWriting = getenv("HOOKGATE_WRITE_EXPECTED") != nil
    /// What a person types to do so.
    static let writeCommand = "HOOKGATE_WRITE_EXPECTED=1 swift test --filter SettingsTests"
}
