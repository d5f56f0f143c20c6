import Glibc

extension Supervision {
    /// As this process was started.
    static var ofProcess: Supervision {
        var environment: [String: String] = [:]
        for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS"] {
            environment[name] = getenv(name).map { String(cString: $0) }
        }
        return Supervision(environment: environment, processID: getpid())
    }
}
