import Glibc

/// A program that a test runs: output to files, ended at the latest with its ``Stage``.
final class ChildProcess {
    let pid: pid_t
    let outputPath: String
    let errorPath: String
    private var status: Int32?

    /// - Parameters:
    ///   - arguments: The program, looked up in `PATH`, and its arguments.
    ///   - environment: Added to the environment of the tests.
    ///   - folder: Where it runs.
    ///   - name: Beginning of the names of its output files in `folder`.
    /// - Throws: ``StageError`` where it cannot be started.
    init(_ arguments: [String], environment: [String: String], folder: String, name: String) throws {
        self.outputPath = "\(folder)/\(name).out"
        self.errorPath = "\(folder)/\(name).err"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, self.outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, self.errorPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // The threads of the tests block signals, and a child would inherit that: SIGTERM must reach it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let argv = (["env", "-C", folder] + arguments).map { strdup($0) } + [nil]
        let envp = Self.merged(environment).map { strdup($0) } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, "env", &actions, &attributes, argv, envp)
        guard code == 0 else { throw StageError("\(arguments[0]) does not start: \(String(cString: strerror(code)))") }
        self.pid = pid
    }

    /// The exit code, or 128 + the signal that ended it; `nil` while it runs.
    func poll() -> Int32? {
        if let status = self.status { return status }
        var raw: Int32 = 0
        guard waitpid(self.pid, &raw, WNOHANG) == self.pid else { return nil }
        let signal = raw & 0x7F
        self.status = signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
        return self.status
    }

    /// Waits until it ends by itself.
    func wait(seconds: Double) throws -> Int32 {
        try eventually("process \(self.pid) ends", seconds: seconds) { self.poll() }
    }

    func send(_ signal: Int32) {
        if self.poll() == nil { kill(self.pid, signal) }
    }

    /// Ends it whatever it is doing.
    func end() {
        self.send(SIGKILL)
        _ = try? self.wait(seconds: 5)
    }

    var output: String { File.read(self.outputPath) }
    var errors: String { File.read(self.errorPath) }

    private static func merged(_ additions: [String: String]) -> [String] {
        var all: [String: String] = [:]
        var entry = environ
        while let line = entry.pointee {
            let pair = String(cString: line).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { all[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return all.merging(additions) { $1 }.map { "\($0)=\($1)" }
    }
}
