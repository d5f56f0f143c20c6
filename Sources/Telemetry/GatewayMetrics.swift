package import Events
internal import Synchronization

/// All numbers that the gateway counts.
///
/// Labels are names from the configuration and closed lists, so they are bounded.
package final class GatewayMetrics: Sendable {
    /// One source's numbers.
    package final class Source: Sendable {
        package let name: String
        package let accepted = Counter()
        package let duplicates = Counter()
        package let unrouted = Counter()
        /// Handshakes that were answered.
        package let handshakes = Counter()
        /// From the complete body to the answer, in nanoseconds; accepted and duplicate requests only.
        package let acceptLatency = Histogram.latency()
        private let rejections = RejectionCause.allCases.map { _ in Counter() }

        package init(name: String) { self.name = name }

        package func rejected(_ cause: RejectionCause) { self.rejections[Self.index(cause)].add() }
        package func rejections(_ cause: RejectionCause) -> UInt64 { self.rejections[Self.index(cause)].value }

        private static let indices = Dictionary(
            uniqueKeysWithValues: RejectionCause.allCases.enumerated().map { ($1, $0) }
        )
        // because: the dictionary is made of all cases.
        private static func index(_ cause: RejectionCause) -> Int { self.indices[cause]! }
    }

    /// One target's numbers.
    package final class Target: Sendable {
        package let name: String
        package let delivered = Counter()
        package let retried = Counter()
        /// From the complete request to the target's 2xx, in nanoseconds.
        package let endToEnd = Histogram.endToEnd()
        /// One attempt, in nanoseconds.
        package let attemptDuration = Histogram.latency()
        /// Deliveries that are not final: ready, in flight, waiting for a retry, on disk.
        package let backlog = Gauge()
        package let backlogBytes = Gauge()
        package let inFlight = Gauge()
        private let shown = Mutex((condition: LaneCondition.active, reason: ""))
        /// When the oldest delivery that could go out now became due, in milliseconds since 1970; 0 without one.
        package let oldestDueMilliseconds = Gauge()
        private let failures = AttemptError.allCases.map { _ in Counter() }
        private let deaths = DeadCause.allCases.map { _ in Counter() }

        package init(name: String) { self.name = name }

        /// What its lane does at the moment, and why; the reason is empty while it is active.
        package var condition: (condition: LaneCondition, reason: String) { self.shown.withLock { $0 } }

        package func show(_ condition: LaneCondition, because reason: String) {
            self.shown.withLock { $0 = (condition, reason) }
        }

        package func failed(_ error: AttemptError) { self.failures[Self.index(error)].add() }
        package func failures(_ error: AttemptError) -> UInt64 { self.failures[Self.index(error)].value }
        package func died(_ cause: DeadCause) { self.deaths[Self.index(cause)].add() }
        package func deaths(_ cause: DeadCause) -> UInt64 { self.deaths[Self.index(cause)].value }

        // because: both lists are searched for one of their own cases.
        private static func index(_ error: AttemptError) -> Int { AttemptError.allCases.firstIndex(of: error)! }
        private static func index(_ cause: DeadCause) -> Int { DeadCause.allCases.firstIndex(of: cause)! }
    }

    /// The store's numbers.
    package final class Store: Sendable {
        package let commits = Counter()
        package let failures = Counter()
        /// Events of one commit.
        package let commitSize = Histogram.sizes()
        /// One transaction, in nanoseconds.
        package let commitDuration = Histogram.latency()
        /// 1 while events are taken, 0 while the store refuses them.
        package let writable = Gauge()
        package init() {}
    }

    package let sources: [Source]
    package let targets: [Target]
    package let store = Store()
    /// Requests that reached no source.
    package let unassigned = Source(name: "")
    package let connections = Gauge()
    package let connectionsRefused = Counter()
    /// Refused requests that could have been kept and were only counted: too many at once, or no room.
    package let rejectionsNotKept = Counter()

    /// - Parameters:
    ///   - sources: Names, in the order of the configuration.
    ///   - targets: Names, in the order of the configuration.
    package init(sources: [String], targets: [String]) {
        self.sources = sources.map(Source.init(name:))
        self.targets = targets.map(Target.init(name:))
    }
}
