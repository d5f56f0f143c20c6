/// Decides whether a target that fails is worth further requests, as a value: the moment comes in as an argument.
///
/// | state | what may start | becomes |
/// |---|---|---|
/// | closed | everything | open after so many failures one after the other |
/// | open | nothing | probing, when the moment of the probe has come and one is started |
/// | probing | nothing, one request is on its way | closed when the target answers, else open for twice as long |
///
/// An answer that is no fault of the target's (2xx, but 4xx too: it is there and reads requests) closes it in any state.
package struct CircuitBreaker: Sendable, Equatable {
    /// When it opens, and how it looks again.
    package struct Settings: Sendable, Hashable {
        /// Failures one after the other that open it; within ``Limits/breakerFailures``.
        package var failures: Int
        /// Milliseconds to the first probe; doubled after each one that fails.
        package var probeAfterMilliseconds: Int64
        /// Milliseconds between two probes at most.
        package var maxProbeAfterMilliseconds: Int64

        /// The default: 20 failures, a probe after 5 s, doubling to 1 min.
        package init(
            failures: Int = Limits.breakerFailuresDefault,
            probeAfterMilliseconds: Int64 = Limits.probeAfterMillisecondsDefault,
            maxProbeAfterMilliseconds: Int64 = Limits.probeAfterMillisecondsMaxDefault
        ) {
            self.failures = failures
            self.probeAfterMilliseconds = probeAfterMilliseconds
            self.maxProbeAfterMilliseconds = maxProbeAfterMilliseconds
        }
    }

    /// The table above.
    package enum State: Sendable, Equatable {
        case closed(failures: Int)
        case open(probeAt: Timestamp, delayMilliseconds: Int64)
        case probing(delayMilliseconds: Int64)
    }

    /// What may start.
    package enum Permission: Sendable, Equatable {
        /// Requests may start.
        case free
        /// One request may start, as a probe.
        case probe
        /// None may; the moment of the next probe, or `nil` while one is on its way.
        case held(until: Timestamp?)
    }

    package let settings: Settings
    package private(set) var state = State.closed(failures: 0)

    package init(_ settings: Settings) { self.settings = settings }

    /// Whether it lets everything through.
    package var isClosed: Bool { if case .closed = self.state { true } else { false } }
    /// Whether nothing was wrong lately.
    package var isCalm: Bool { self.state == .closed(failures: 0) }

    /// What may start now.
    package mutating func permission(now: Timestamp) -> Permission {
        switch self.state {
        case .closed: return .free
        case .probing: return .held(until: nil)
        case .open(let probeAt, let delay):
            // After a step back of the clock the probe is no farther away than it ever was.
            let moment = Swift.min(probeAt, now.advanced(byMilliseconds: delay))
            self.state = .open(probeAt: moment, delayMilliseconds: delay)
            return moment <= now ? .probe : .held(until: moment)
        }
    }

    /// A request was started as the probe that ``permission(now:)`` allowed.
    package mutating func probeStarted() {
        guard case .open(_, let delay) = self.state else { preconditionFailure("only an open breaker probes") }
        self.state = .probing(delayMilliseconds: delay)
    }

    /// The probe could not be made after all, through no fault of the target's.
    package mutating func probeAbandoned(now: Timestamp) {
        guard case .probing(let delay) = self.state else { return }
        self.state = .open(probeAt: now.advanced(byMilliseconds: delay), delayMilliseconds: delay)
    }

    /// The target answered.
    ///
    /// - Returns: Whether this closed it.
    package mutating func answered() -> Bool {
        let wasClosed = self.isClosed
        self.state = .closed(failures: 0)
        return !wasClosed
    }

    /// The target did not answer, or said that it is broken.
    ///
    /// - Parameters:
    ///   - isProbe: Whether this was the probe. What was on its way when it opened says nothing new.
    ///   - now: When that was known.
    /// - Returns: Whether this opened it.
    package mutating func failed(isProbe: Bool, now: Timestamp) -> Bool {
        switch self.state {
        case .closed(let failures) where failures + 1 < self.settings.failures:
            self.state = .closed(failures: failures + 1)
            return false
        case .closed:
            self.open(for: self.settings.probeAfterMilliseconds, now: now)
            return true
        case .probing(let delay) where isProbe:
            self.open(for: Swift.min(2 * delay, self.settings.maxProbeAfterMilliseconds), now: now)
            return false
        case .probing, .open: return false
        }
    }

    private mutating func open(for delay: Int64, now: Timestamp) {
        self.state = .open(probeAt: now.advanced(byMilliseconds: delay), delayMilliseconds: delay)
    }
}
