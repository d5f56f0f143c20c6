/// What a service supervisor asks of the process, read from its environment (sd_notify(3), sd_listen_fds(3)).
struct Supervision: Sendable, Equatable {
    /// Where states are reported: the path of a datagram socket, or a name in the abstract namespace behind `@`.
    let notifySocket: String?
    /// How often a sign of life is wanted, in nanoseconds; half of the supervisor's patience.
    let watchdogNanoseconds: UInt64?
    /// Listening sockets that the supervisor opened: descriptors from 3 on.
    let inherited: [Int32]

    /// The first descriptor that is handed over (`SD_LISTEN_FDS_START`).
    private static let firstDescriptor: Int32 = 3

    /// - Parameters:
    ///   - environment: Of the process.
    ///   - processID: What the supervisor's variables must be meant for: a child of the service inherits them, too.
    init(environment: [String: String], processID: Int32) {
        func number(_ name: String) -> UInt64? { environment[name].flatMap { UInt64($0) } }
        func isMeant(_ name: String) -> Bool { environment[name].map { $0 == "\(processID)" } ?? true }
        let socket = environment["NOTIFY_SOCKET"] ?? ""
        self.notifySocket = socket.hasPrefix("/") || socket.hasPrefix("@") ? socket : nil
        let patience = isMeant("WATCHDOG_PID") ? number("WATCHDOG_USEC") : nil
        self.watchdogNanoseconds = patience.flatMap { (1...UInt64.max / 1_000).contains($0) ? $0 * 500 : nil }
        let count = environment["LISTEN_PID"] == "\(processID)" ? number("LISTEN_FDS") ?? 0 : 0
        self.inherited = (0..<Int32(clamping: Swift.min(count, 1_000))).map { Self.firstDescriptor + $0 }
    }
}
