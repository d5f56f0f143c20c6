package import Events
import Glibc
package import Logging
package import Store
import Synchronization

/// Delivers events to their targets: takes what the store made durable, sends, retries, and tells the store what became of it.
///
/// One thread does all of it (``DispatcherCore``); every method here only leaves a message for it and can be called from
/// any thread.
package final class Dispatcher: AcceptedEventSink, Sendable {
    private enum Phase {
        /// Becomes `running` or `ended`.
        case idle
        /// Becomes `ended`; those who wait for that are kept.
        case running([CheckedContinuation<Void, Never>])
        case ended
    }

    private let inbox: DispatcherInbox
    private let targets: [TargetConfiguration]
    private let settings: DispatcherSettings
    private let backlog: any BacklogSource
    private let clock: any GatewayClock
    private let logger: Logger
    private let phase = Mutex(Phase.idle)

    /// Makes a dispatcher that does nothing yet; what it is told is kept until ``start(recovery:)``.
    ///
    /// - Parameters:
    ///   - targets: Each target's number once.
    ///   - settings: Names, seed and bounds.
    ///   - backlog: Where deliveries wait that do not fit into memory, and where records go.
    ///   - clock: Decides retries, ages and signature dates. Sockets have their own time.
    ///   - logger: Hears of dead deliveries and full backlogs.
    /// - Throws: ``EgressError`` where the system has no descriptor left.
    package init(
        targets: [TargetConfiguration],
        settings: DispatcherSettings,
        backlog: any BacklogSource,
        clock: any GatewayClock,
        logger: Logger
    ) throws(EgressError) {
        self.inbox = try DispatcherInbox()
        self.targets = targets
        self.settings = settings
        self.backlog = backlog
        self.clock = clock
        self.logger = logger
    }

    /// Whether the thread is at work.
    package var isRunning: Bool {
        self.phase.withLock { if case .running = $0 { true } else { false } }
    }

    /// Begins to deliver: everything pending on disk first, retries at their due time with the attempts that they had.
    ///
    /// - Parameter recovery: What the store found when it was opened.
    /// - Throws: ``EgressError`` where libcurl or the thread cannot be had; nothing is running then.
    package func start(recovery: Recovery) throws(EgressError) {
        let core = try DispatcherCore(
            targets: self.targets,
            settings: self.settings,
            inbox: self.inbox,
            backlog: self.backlog,
            clock: self.clock,
            logger: self.logger
        )
        core.recover(recovery)
        let mayStart = self.phase.withLock { phase in
            guard case .idle = phase else { return false }
            phase = .running([])
            return true
        }
        guard mayStart else { throw EgressError("the dispatcher was started before") }
        let error = EgressThread.start {
            core.run()
            self.end()
        }
        guard error == 0 else {
            self.phase.withLock { $0 = .idle }
            throw EgressError("the egress thread could not be started", errno: error)
        }
    }

    /// Takes events that are durable; called from the committer's thread, in the order of their commits.
    package func accepted(_ events: [AcceptedEvent]) {
        guard !events.isEmpty else { return }
        self.inbox.put(.accepted(events))
    }

    /// Pauses a target, or resumes it: its deliveries are held meanwhile, neither failed nor counted.
    ///
    /// In force at once, where the dispatcher runs.
    ///
    /// - Parameters:
    ///   - pause: Why and since when; `nil` resumes.
    ///   - target: Its number; an unknown one is only replied to.
    ///   - reply: Called on another thread once the store will remember it across restarts.
    package func setPause(_ pause: TargetPause?, of target: TargetID, reply: @escaping @Sendable () -> Void) {
        self.inbox.put(.pause(pause, of: target, reply: reply))
    }

    /// Looks at the clock again.
    ///
    /// Needed only where the injected clock is moved by hand.
    package func wake() { self.inbox.put(.wake) }

    /// Starts no further attempt, waits for those on their way, and ends the thread.
    ///
    /// Attempts that are not done within the grace are broken off and not recorded: their deliveries go out again after
    /// the next start. Every record is with the store when this returns.
    ///
    /// - Parameter graceMilliseconds: How long attempts on their way may go on.
    package func stop(graceMilliseconds: Int64) async {
        self.beginStop(graceMilliseconds: graceMilliseconds)
        await withCheckedContinuation { continuation in
            let isOver = self.phase.withLock { phase in
                guard case .running(let waiting) = phase else {
                    phase = .ended
                    return true
                }
                phase = .running(waiting + [continuation])
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Leaves the word to stop, and does not wait.
    func beginStop(graceMilliseconds: Int64) {
        let until = EgressLoop.steadyNanoseconds() + UInt64(Swift.max(0, graceMilliseconds)) * 1_000_000
        self.inbox.put(.stop(until: until))
    }

    /// The thread's last word.
    private func end() {
        let waiting = self.phase.withLock { phase in
            guard case .running(let waiting) = phase else { return [CheckedContinuation<Void, Never>]() }
            phase = .ended
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
