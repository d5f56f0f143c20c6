import Events
import Store
import Synchronization
import Testing

/// A committer with everything that hangs on it: what it says is kept, and can be waited for.
final class CommitterHarness: AcceptReceiver, AcceptedEventSink, CommitObserver {
    enum Signal: Equatable {
        case answered(UInt64, AcceptResult)
        case accepted([EventID])
        case committed(events: Int, duplicates: Int, records: Int)
        case failed(StoreError.Code)
        case recovered
        case noticed(String)
        case page([EventID])
        case contents([[UInt8]?])
    }

    private final class Ticket: AcceptTicket {
        let key: UInt64
        init(_ key: UInt64) { self.key = key }
    }

    private let signals = Mutex<[Signal]>([])
    private let bell = Bell()

    /// All that was said so far.
    var heard: [Signal] { self.signals.withLock { $0 } }

    func has(_ signal: Signal) -> Bool { self.heard.contains(signal) }

    private func say(_ signal: Signal) {
        self.signals.withLock { $0.append(signal) }
        self.bell.ring()
    }

    func event(
        _ key: UInt64,
        targets: [TargetID],
        receivedAt: Timestamp = SystemClock().now(),
        bytes: Int = 20
    ) -> NewEvent {
        let content = EventContent(
            source: SourceID(rawValue: 1),
            name: "message.sent",
            receivedAt: receivedAt,
            occurredAt: nil,
            rawBody: [UInt8](repeating: UInt8(truncatingIfNeeded: key), count: bytes),
            normalizedBody: nil,
            headers: HeaderBlock()
        )
        return NewEvent(
            content: content,
            key: KeyDigest(words: (key, 1, 2, 3)),
            targets: targets,
            ticket: Ticket(key),
            receiver: self
        )
    }

    func accepted(_ answers: [AcceptAnswer]) {
        for answer in answers {
            guard let ticket = answer.ticket as? Ticket else { continue }
            self.say(.answered(ticket.key, answer.result))
        }
    }

    func accepted(_ events: [AcceptedEvent]) { self.say(.accepted(events.map(\.id))) }
    func committed(events: Int, duplicates: Int, records: Int, nanoseconds: UInt64) {
        self.say(.committed(events: events, duplicates: duplicates, records: records))
    }
    func failed(_ error: StoreError) { self.say(.failed(error.code)) }
    func recovered() { self.say(.recovered) }
    func noticed(_ notice: String) { self.say(.noticed(notice)) }

    func page(_ committer: Committer, _ target: TargetID, limit: Int = 100) {
        committer.pending(target: target, after: .zero, limit: limit) { self.say(.page($0.map(\.event))) }
    }

    func load(_ committer: Committer, _ ids: [EventID]) {
        committer.load(ids) { self.say(.contents($0.map { $0?.rawBody })) }
    }

    /// Waits until something was said, at most twenty seconds.
    func wait(_ what: String = "", until condition: ([Signal]) -> Bool) throws {
        let deadline = Int(SystemClock().now().milliseconds / 1_000) + 20
        while !condition(self.heard) {
            guard self.bell.wait(until: deadline) else {
                throw HarnessTimeout(what: what, heard: self.heard.suffix(20).map { "\($0)" })
            }
        }
    }

    /// Results by key, in the order of the answers.
    func results(_ key: UInt64) -> [AcceptResult] {
        self.heard.compactMap { if case .answered(key, let result) = $0 { result } else { nil } }
    }

    /// Submits one event and waits for its answer.
    func submit(_ committer: Committer, _ key: UInt64, targets: [TargetID]) throws -> AcceptResult {
        let before = self.results(key).count
        guard committer.submit([self.event(key, targets: targets)]) == 1 else { return .refused(.overloaded) }
        try self.wait("answer") { _ in self.results(key).count > before }
        return self.results(key)[before]
    }
}

struct HarnessTimeout: Error {
    let what: String
    let heard: [String]
}
