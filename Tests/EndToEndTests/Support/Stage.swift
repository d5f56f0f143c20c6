import FoundationEssentials
import Glibc

/// One test's world: a folder of its own, the programs in it, and their end.
final class Stage {
    /// The secret of the source and of the targets; made up for the tests.
    static let secret = "an-end-to-end-secret-of-the-tests"

    let folder: String
    private var children: [ChildProcess] = []

    private init() throws {
        var template = Array("/tmp/hookgate-e2e-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StageError("no folder in /tmp") }
        self.folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs a test on a new stage, and clears it away however the test ends.
    static func run(_ body: (Stage) throws -> Void) throws {
        guard access(Self.binary, X_OK) == 0 else {
            throw StageError("there is no \(Self.binary); build it: swift build -c release --product hookgate")
        }
        let stage = try Stage()
        defer { stage.clear() }
        try body(stage)
    }

    private func clear() {
        for child in self.children.reversed() { child.end() }
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    // MARK: Programs

    /// The gateway's program: from the environment, or beside the bundle of the tests.
    static let binary: String = {
        if let path = getenv("HOOKGATE_BINARY") { return String(cString: path) }
        let bundle = CommandLine.arguments[0]
        return String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.startIndex)]) + "/hookgate"
    }()

    /// The folder of these tests.
    static let sources: String = {
        let written = #filePath
        // A package elsewhere may link to this folder.
        let file = realpath(written, nil).map { String(cString: $0) } ?? written
        return file.replacing("/Support/Stage.swift", with: "")
    }()

    func start(_ arguments: [String], environment: [String: String] = [:], name: String) throws -> ChildProcess {
        let child = try ChildProcess(
            arguments,
            environment: environment,
            folder: self.folder,
            name: "\(self.children.count)-\(name)"
        )
        self.children.append(child)
        return child
    }

    /// What a finished program said.
    struct Result {
        let status: Int32
        let output: String
        let errors: String

        /// Both streams, for the message of a failed expectation.
        var all: String { self.output + self.errors }
    }

    /// Runs a program to its end.
    func finish(
        _ arguments: [String],
        environment: [String: String] = [:],
        seconds: Double = 30
    ) throws -> Result {
        let child = try self.start(arguments, environment: environment, name: "run")
        let status = try child.wait(seconds: seconds)
        return Result(status: status, output: child.output, errors: child.errors)
    }

    /// Runs `hookgate` with these arguments.
    func hookgate(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
        try self.finish([Self.binary] + arguments, environment: environment)
    }

    /// Runs a shell script; its exit code must be 0.
    func shell(_ script: String, environment: [String: String] = [:]) throws -> String {
        let result = try self.finish(["bash", "-euo", "pipefail", "-c", script], environment: environment)
        guard result.status == 0 else { throw StageError("the script ended with \(result.status): \(result.all)") }
        return result.output
    }
}
