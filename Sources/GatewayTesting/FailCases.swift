import Glibc

/// Inputs that a fuzzer or a person found to be hard (Fuzz/FailCases); each is replayed by an ordinary test.
package enum FailCases {
    /// Names of the files for one parser.
    package static func names(_ parser: String) -> [String] {
        guard let folder = opendir(self.folder(parser)) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    package static func bytes(_ parser: String, _ name: String) -> [UInt8] {
        guard let file = fopen("\(self.folder(parser))/\(name)", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    private static func folder(_ parser: String) -> String {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        return "\(root)/Fuzz/FailCases/\(parser)"
    }
}
