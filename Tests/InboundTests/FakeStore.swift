import Events
import Store
import Synchronization

/// Accepts events in memory: the same key is a duplicate, and a test decides when a commit happens and what fails.
final class FakeStore: EventAcceptor {
    private struct State {
        var ids = EventIDGenerator(node: 0, above: .zero)
        var seen: [KeyDigest: EventID] = [:]
        var accepted: [EventContent] = []
        var targets: [[TargetID]] = []
        var waiting: [NewEvent] = []
        var submissions = 0
        var isHolding = false
        var room = Int.max
        var failure: RejectionCause?
        var watchers: [CheckedContinuation<Void, Never>] = []

        mutating func commit() -> [(any AcceptReceiver, AcceptAnswer)] {
            defer { self.waiting = [] }
            return self.waiting.map { event in
                (event.receiver, AcceptAnswer(ticket: event.ticket, result: self.result(event)))
            }
        }

        private mutating func result(_ event: NewEvent) -> AcceptResult {
            if let failure = self.failure { return .refused(failure) }
            if let first = self.seen[event.key] { return .duplicate(of: first) }
            let id = self.ids.next(now: event.content.receivedAt)
            self.seen[event.key] = id
            self.accepted.append(event.content)
            self.targets.append(event.targets)
            return .stored(id)
        }
    }

    private let state = Mutex(State())

    var accepted: [EventContent] { self.state.withLock { $0.accepted } }
    var targets: [[TargetID]] { self.state.withLock { $0.targets } }
    var waiting: Int { self.state.withLock { $0.waiting.count } }
    /// Calls of ``submit(_:)``.
    var submissions: Int { self.state.withLock { $0.submissions } }

    /// Keeps events back until ``commit()``.
    func hold() { self.state.withLock { $0.isHolding = true } }
    /// Takes no more than so many events at once.
    func limit(room: Int) { self.state.withLock { $0.room = room } }
    /// Answers every event like this, or commits again with `nil`.
    func fail(_ cause: RejectionCause?) { self.state.withLock { $0.failure = cause } }

    /// Waits until an event waits for a commit; meant for a store that holds.
    func untilWaiting() async {
        await withCheckedContinuation { watcher in
            let isWaiting = self.state.withLock { state in
                if state.waiting.isEmpty { state.watchers.append(watcher) }
                return !state.waiting.isEmpty
            }
            if isWaiting { watcher.resume() }
        }
    }

    func submit(_ events: [NewEvent]) -> Int {
        let (taken, isHolding, watchers) = self.state.withLock { state in
            state.submissions += 1
            let taken = min(events.count, state.room)
            state.waiting += events[..<taken]
            defer { state.watchers = [] }
            return (taken, state.isHolding, state.watchers)
        }
        for watcher in watchers { watcher.resume() }
        if !isHolding { self.commit() }
        return taken
    }

    /// Answers everything that waits, one call per receiver.
    func commit() {
        let answers = self.state.withLock { $0.commit() }
        var byReceiver: [ObjectIdentifier: (any AcceptReceiver, [AcceptAnswer])] = [:]
        for (receiver, answer) in answers {
            byReceiver[ObjectIdentifier(receiver), default: (receiver, [])].1.append(answer)
        }
        for (receiver, answers) in byReceiver.values { receiver.accepted(answers) }
    }
}
