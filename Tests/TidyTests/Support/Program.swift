import Glibc

/// Another program, run to its end.
enum Program {
    /// Its exit code; -1 where it does not start or is ended by a signal.
    static func run(_ arguments: [String]) -> Int32 {
        let argv = arguments.map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var pid: pid_t = 0
        guard posix_spawnp(&pid, arguments[0], nil, nil, argv, environ) == 0 else { return -1 }
        var status: Int32 = 0
        guard waitpid(pid, &status, 0) == pid, status & 0x7F == 0 else { return -1 }
        return (status >> 8) & 0xFF
    }
}
