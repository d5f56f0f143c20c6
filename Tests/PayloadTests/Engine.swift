import Glibc
import Testing

/// What a real ECMAScript engine says of one document; see normalize.js.
struct Judgement {
    /// `JSON.stringify(JSON.parse(original))`; `nil` where the engine refuses it.
    let printed: [UInt8]?
    /// The same of the normalized document; `nil` where there is none, or the engine refuses it.
    let normalizedPrinted: [UInt8]?
    /// What product.md §2.4 asks for, printed by the engine.
    let expected: [UInt8]?
    let flags: Set<String>
}

/// Runs Node over documents.
enum Engine {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Judges pairs of an original and its normalized form, `nil` where it was refused.
    ///
    /// - Throws: ``Failure`` where Node is missing: without an engine this property is not tested, and that must show.
    static func judge(_ pairs: [(original: [UInt8], normalized: [UInt8]?)]) throws -> [Judgement] {
        let input = pairs.map { "\(hex($0.original)) \($0.normalized.map(hex) ?? "-")\n" }.joined()
        let lines = try self.run(input).split(separator: UInt8(ascii: "\n"))
        guard lines.count == pairs.count else {
            throw Failure(description: "normalize.js answered \(lines.count) of \(pairs.count) documents")
        }
        return lines.map { line in
            let fields = line.split(separator: UInt8(ascii: " "))
            return Judgement(
                printed: self.bytes(fields[0]),
                normalizedPrinted: self.bytes(fields[1]),
                expected: self.bytes(fields[2]),
                flags: Set(fields[3].split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) })
            )
        }
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func bytes(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        guard field != [UInt8(ascii: "!")], field != [UInt8(ascii: "-")] else { return nil }
        let values = field.map { $0 <= UInt8(ascii: "9") ? $0 - UInt8(ascii: "0") : $0 - UInt8(ascii: "a") + 10 }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }

    /// Files instead of pipes: neither side can wait for the other.
    private static func run(_ input: String) throws -> [UInt8] {
        let script = #filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/normalize.js"
        var template = Array("/tmp/hookgate-engine-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(description: "no temporary directory") }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let (inputPath, outputPath) = ("\(folder)/in", "\(folder)/out")
        defer {
            unlink(inputPath)
            unlink(outputPath)
            rmdir(folder)
        }
        try self.write(Array(input.utf8), to: inputPath)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var arguments: [UnsafeMutablePointer<CChar>?] = ["node", script].map { (text: String) in strdup(text) } + [nil]
        defer { for argument in arguments { Glibc.free(argument) } }
        var child: pid_t = 0
        guard posix_spawnp(&child, "node", &actions, nil, &arguments, environ) == 0 else {
            throw Failure(description: "node cannot be started; install the package nodejs")
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        guard status == 0 else { throw Failure(description: "node ended with status \(status)") }
        return try self.read(outputPath)
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw Failure(description: "cannot write \(path)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure(description: "short write") }
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Failure(description: "cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}
