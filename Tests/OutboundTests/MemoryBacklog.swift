import Events
import Store
import Synchronization

/// A store in memory that keeps the promises of ``BacklogSource``: pages and announcements in the order of their commits,
/// and every record that was handed over counts for the next page.
final class MemoryBacklog: BacklogSource {
    private struct State {
        var contents: [EventID: EventContent] = [:]
        var records: [EventID: [TargetID: DeliveryRecord]] = [:]
        var targets: [EventID: [TargetID]] = [:]
        var history: [DeliveryRecord] = []
        var taken = 0
        var waiting: [CheckedContinuation<DeliveryRecord, Never>] = []
        var nextID: Int64 = 1_000
        var loads = 0
        var pages = 0
        var pauses: [TargetID: TargetPause] = [:]
    }

    private let state = Mutex(State())

    // MARK: What tests do and see

    /// Stores an event and announces it, under one lock: nothing can come between.
    @discardableResult
    func accept(_ content: EventContent, for targets: [TargetID], sink: (any AcceptedEventSink)?) -> EventID {
        self.state.withLock { state in
            let id = EventID(rawValue: state.nextID)
            state.nextID += 1
            // As the store does, only the raw body is kept.
            state.contents[id] = EventContent(
                source: content.source,
                name: content.name,
                receivedAt: content.receivedAt,
                occurredAt: content.occurredAt,
                rawBody: content.rawBody,
                normalizedBody: nil,
                headers: content.headers
            )
            state.targets[id] = targets
            sink?.accepted([AcceptedEvent(id: id, content: content, targets: targets)])
            return id
        }
    }

    /// The next record that was not handed out yet; waits for it.
    func nextRecord() async -> DeliveryRecord {
        await withCheckedContinuation { continuation in
            let record = self.state.withLock { state -> DeliveryRecord? in
                guard state.taken < state.history.count else {
                    state.waiting.append(continuation)
                    return nil
                }
                state.taken += 1
                return state.history[state.taken - 1]
            }
            if let record { continuation.resume(returning: record) }
        }
    }

    func nextRecords(_ count: Int) async -> [DeliveryRecord] {
        var records: [DeliveryRecord] = []
        for _ in 0..<count { records.append(await self.nextRecord()) }
        return records
    }

    var history: [DeliveryRecord] { self.state.withLock { $0.history } }
    var loads: Int { self.state.withLock { $0.loads } }
    var pages: Int { self.state.withLock { $0.pages } }
    var pauses: [TargetID: TargetPause] { self.state.withLock { $0.pauses } }

    /// Forgets an event, as retention would not.
    func lose(_ event: EventID) { self.state.withLock { $0.contents[event] = nil } }

    /// What a store would find when it is opened.
    func recovery() -> Recovery {
        self.state.withLock { state in
            var backlog: [TargetID: Recovery.Backlog] = [:]
            for (id, targets) in state.targets {
                for target in targets {
                    switch state.records[id]?[target]?.state {
                    case nil: backlog[target, default: .init()].pending += 1
                    case .retrying?: backlog[target, default: .init()].retrying += 1
                    default: continue
                    }
                    backlog[target, default: .init()].bytes += Int64(state.contents[id]?.weight ?? 0)
                }
            }
            let largest = EventID(rawValue: state.nextID - 1)
            return Recovery(backlog: backlog, pauses: state.pauses, dedupeKeys: 0, largestID: largest, milliseconds: 0)
        }
    }

    // MARK: BacklogSource

    func pending(target: TargetID, after: EventID, limit: Int, reply: @escaping @Sendable ([PendingDelivery]) -> Void) {
        self.state.withLock { state in
            state.pages += 1
            let ids = state.targets.filter { id, targets in
                id > after && targets.contains(target) && state.records[id]?[target] == nil
            }
            reply(ids.keys.sorted().prefix(limit).map { Self.delivery($0, target, state) })
        }
    }

    func retries(
        target: TargetID,
        after: RetryCursor,
        limit: Int,
        reply: @escaping @Sendable ([PendingDelivery]) -> Void
    ) {
        self.state.withLock { state in
            state.pages += 1
            let cursors = state.records.compactMap { id, records -> RetryCursor? in
                guard case .retrying(let due)? = records[target]?.state else { return nil }
                let cursor = RetryCursor(due: due, event: id)
                return cursor > after ? cursor : nil
            }
            reply(cursors.sorted().prefix(limit).map { Self.delivery($0.event, target, state) })
        }
    }

    func load(_ ids: [EventID], reply: @escaping @Sendable ([EventContent?]) -> Void) {
        self.state.withLock { state in
            state.loads += ids.count
            reply(ids.map { state.contents[$0] })
        }
    }

    func setPause(_ pause: TargetPause?, of target: TargetID, reply: @escaping @Sendable () -> Void) {
        self.state.withLock { $0.pauses[target] = pause }
        reply()
    }

    func record(_ records: [DeliveryRecord]) {
        let resumed = self.state.withLock { state in
            for record in records {
                state.records[record.event, default: [:]][record.target] = record
                state.history.append(record)
            }
            var resumed: [(CheckedContinuation<DeliveryRecord, Never>, DeliveryRecord)] = []
            while !state.waiting.isEmpty, state.taken < state.history.count {
                resumed.append((state.waiting.removeFirst(), state.history[state.taken]))
                state.taken += 1
            }
            return resumed
        }
        for (continuation, record) in resumed { continuation.resume(returning: record) }
    }

    private static func delivery(_ id: EventID, _ target: TargetID, _ state: borrowing State) -> PendingDelivery {
        var delivery = PendingDelivery(
            event: id,
            receivedAt: state.contents[id]?.receivedAt ?? Timestamp(milliseconds: 0),
            weight: state.contents[id]?.weight ?? 0
        )
        if let record = state.records[id]?[target], case .retrying(let due) = record.state {
            delivery.due = due
            delivery.attempts = record.attempts
            delivery.firstAttemptAt = record.firstAttemptAt
        }
        return delivery
    }
}
