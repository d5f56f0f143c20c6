internal import NIOCore

/// The one deadline of a connection, on one timer that is moved only when it would fire too late.
///
/// A request that arrives in one piece costs no timer: its connection only remembers until when it may be idle, and the
/// timer finds that out when it fires.
struct ConnectionDeadline {
    /// What is late when the deadline passes.
    enum Kind {
        case head, body, idle, linger
    }

    enum Verdict: Equatable {
        case passed(Kind)
        /// The deadline has moved since the timer was started: start it again.
        case moved(NIODeadline)
        case nothing
    }

    private(set) var kind = Kind.head
    private var at = NIODeadline.distantFuture
    private var firesAt = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?

    /// Sets the deadline.
    ///
    /// - Returns: Whether a timer must be started for it, because none fires early enough.
    mutating func set(_ kind: Kind, at deadline: NIODeadline) -> Bool {
        self.kind = kind
        self.at = deadline
        return deadline < self.firesAt
    }

    /// Nothing is waited for.
    mutating func clear() {
        self.at = .distantFuture
    }

    /// A timer was started for the deadline that was set last; an older one is no longer needed.
    mutating func started(_ timer: Scheduled<Void>) {
        self.timer?.cancel()
        self.timer = timer
        self.firesAt = self.at
    }

    /// The timer fired.
    mutating func fired(now: NIODeadline) -> Verdict {
        self.timer = nil
        self.firesAt = .distantFuture
        if self.at <= now {
            self.at = .distantFuture
            return .passed(self.kind)
        }
        return self.at < .distantFuture ? .moved(self.at) : .nothing
    }

    mutating func cancel() {
        self.timer?.cancel()
        self.timer = nil
        self.at = .distantFuture
        self.firesAt = .distantFuture
    }
}
