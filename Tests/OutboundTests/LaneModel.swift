import Events

@testable import Outbound

/// A lane with a store around it that is as simple as can be: every delivery's newest record in one dictionary.
///
/// It answers pages and loads late, in the order asked for, and shows a page what was recorded up to the moment it is
/// made, which is any moment between the question and the answer: exactly what the lane may rely on, and no more.
struct LaneModel {
    enum State: Equatable {
        case pending
        case retrying(due: Timestamp, attempts: Int, firstAttemptAt: Timestamp)
    }

    enum Reply {
        case fresh([PendingDelivery])
        case retries([PendingDelivery])
        case loadedFresh([EventContent?])
        case loadedDue([EventContent?])
        case announced(EventID)
        case learnt([PendingDelivery])
        case learntKeys([EventContent?])
    }

    var lane: TargetLane
    var resident = ResidentBytes(limit: 4_000)
    var generator: SplitMix64
    var now = Timestamp(seconds: 1_700_000_000) {
        didSet {
            self.latest = Swift.max(self.latest, self.now)
            self.earn(Swift.max(0, self.now.milliseconds(since: oldValue)))
        }
    }
    /// The latest moment that the clock showed: what was due then may start, even if the clock steps back.
    private var latest = Timestamp(seconds: 1_700_000_000)

    /// What the store knows of deliveries that have not ended.
    var states: [EventID: State] = [:]
    var ended: Set<EventID> = []
    var contents: [EventID: EventContent] = [:]
    /// Ids in order of acceptance.
    var accepted: [EventID] = []
    /// Questions that were asked and not yet looked at, and replies that were made and not yet heard.
    var questions: [TargetLane.Request] = []
    var replies: [Reply] = []

    var flights: [(slot: Int, event: EventID)] = []
    var firstAttempts: [EventID] = []
    var attempts: [EventID: Int] = [:]
    var faults: [String] = []
    private var keyOf: [EventID: Int] = [:]
    /// Deliveries of each key that may not have ended, in order of acceptance.
    private var openOfKey: [Int: [EventID]] = [:]
    /// Attempts that did not count.
    var heldCount = 0
    /// Starts that the lane's rate allows now; the fullest a bucket can be at first.
    private var allowed = 0.0
    private var nextID: Int64 = 1

    init(_ settings: TargetLane.Settings, seed: UInt64) {
        self.lane = TargetLane(settings)
        self.generator = SplitMix64(seed: seed)
        self.earn(.max)
    }

    /// Time passes for the rate.
    private mutating func earn(_ milliseconds: Int64) {
        guard let rate = self.lane.settings.rate else { return }
        let perMillisecond = Double(rate.starts) / Double(rate.periodMilliseconds)
        let burst = Swift.max(1, perMillisecond * Double(Limits.rateBurstMilliseconds))
        self.allowed = Swift.min(burst, self.allowed + Double(milliseconds) * perMillisecond)
    }

    mutating func fail(_ text: String) { if self.faults.count < 10 { self.faults.append(text) } }

    // MARK: The store

    /// Accepts an event; one with a `key` is ordered.
    mutating func accept(weight: Int, key: Int? = nil) {
        let id = EventID(rawValue: self.nextID)
        self.nextID += Int64.random(in: 1...3, using: &self.generator)
        self.contents[id] = EventContent(
            source: SourceID(rawValue: 1),
            name: key.map { "\($0)" } ?? "",
            receivedAt: self.now,
            occurredAt: nil,
            rawBody: Array(repeating: 0x20, count: weight),
            normalizedBody: nil,
            headers: HeaderBlock()
        )
        self.states[id] = .pending
        self.accepted.append(id)
        if let key {
            self.keyOf[id] = key
            self.openOfKey[key, default: []].append(id)
        }
        self.replies.append(.announced(id))
    }

    private func pendingDelivery(_ id: EventID) -> PendingDelivery? {
        guard let content = self.contents[id], let state = self.states[id] else { return nil }
        var delivery = PendingDelivery(event: id, receivedAt: content.receivedAt, weight: content.weight)
        switch state {
        case .pending: return delivery
        case .retrying(let due, let attempts, let first):
            delivery.due = due
            delivery.attempts = attempts
            delivery.firstAttemptAt = attempts == 0 ? nil : first
            return delivery
        }
    }

    private func retryPage(after: RetryCursor, limit: Int) -> [PendingDelivery] {
        let found = self.states.compactMap { id, state -> PendingDelivery? in
            guard case .retrying(let due, _, _) = state, RetryCursor(due: due, event: id) > after else {
                return nil
            }
            return self.pendingDelivery(id)
        }
        let sorted = found.sorted { ($0.due ?? self.now, $0.event) < ($1.due ?? self.now, $1.event) }
        return Array(sorted.prefix(limit))
    }

    /// Looks at the oldest question and puts the reply on its way.
    mutating func answerQuestion() {
        guard !self.questions.isEmpty else { return }
        switch self.questions.removeFirst() {
        case .fresh(let after, let limit):
            let ids = self.states.filter { $0 > after && $1 == .pending }.keys.sorted().prefix(limit)
            self.replies.append(.fresh(ids.compactMap { self.pendingDelivery($0) }))
        case .retries(let after, let limit):
            self.replies.append(.retries(self.retryPage(after: after, limit: limit)))
        case .loadFresh(let ids):
            self.replies.append(.loadedFresh(ids.map { self.contents[$0] }))
        case .learn(let after, let limit):
            self.replies.append(.learnt(self.retryPage(after: after, limit: limit)))
        case .learnKeys(let ids):
            self.replies.append(.learntKeys(ids.map { self.contents[$0] }))
        case .loadDue(let ids):
            self.replies.append(.loadedDue(ids.map { self.contents[$0] }))
        }
    }

    mutating func hearReply() {
        guard !self.replies.isEmpty else { return }
        switch self.replies.removeFirst() {
        case .fresh(let page): self.lane.takeFreshPage(page)
        case .retries(let page): self.lane.takeRetryPage(page)
        case .loadedFresh(let contents): self.lane.takeFreshContents(contents, resident: &self.resident)
        case .loadedDue(let contents): self.lane.takeDueContents(contents, resident: &self.resident)
        case .learnt(let page): self.lane.takeLearning(page)
        case .learntKeys(let contents): self.lane.takeLearnedKeys(contents)
        case .announced(let id):
            guard let content = self.contents[id] else { return }
            let record = self.lane.accept(id, content: content, now: self.now, resident: &self.resident)
            if let record { self.write(record) }
        }
    }

    mutating func write(_ record: DeliveryRecord) {
        if self.ended.contains(record.event) { self.fail("\(record.event) got a record after its last one") }
        switch record.state {
        case .retrying(let due):
            let first = record.firstAttemptAt
            if (first == nil) != (record.attempts == 0) { self.fail("a retry without a first attempt") }
            if record.error == nil { self.heldCount += 1 }
            self.states[record.event] = .retrying(
                due: due,
                attempts: record.attempts,
                firstAttemptAt: first ?? Timestamp(milliseconds: 0)
            )
        default:
            self.states[record.event] = nil
            self.ended.insert(record.event)
        }
    }

    // MARK: The dispatcher

    /// Starts and asks for all that the lane wants, and checks what must always hold.
    mutating func serve() {
        loop: while true {
            switch self.lane.next(now: self.now, resident: &self.resident) {
            case .wait: break loop
            case .record(let record): self.write(record)
            case .start(let attempt): self.noteStart(attempt)
            }
        }
        while let request = self.lane.nextRequest(resident: &self.resident) { self.questions.append(request) }
        if self.flights.count > self.lane.settings.concurrency { self.fail("more in flight than allowed") }
        let inMemory = self.lane.fresh.count + self.lane.due.count + self.lane.waiting.count
        let bound =
            self.lane.settings.entriesMax + 2 * self.lane.settings.pageMax
            + Swift.max(self.lane.settings.loadMax, self.lane.settings.concurrency)
        if inMemory > bound { self.fail("\(inMemory) entries in memory, \(bound) allowed") }
    }

    private mutating func noteStart(_ attempt: TargetLane.Attempt) {
        let event = attempt.event
        if self.flights.contains(where: { $0.event == event }) { self.fail("\(event) was started twice at once") }
        switch self.states[event] {
        case .pending?:
            if attempt.number != 1 { self.fail("\(event) began with attempt \(attempt.number)") }
            if self.keyOf[event] == nil, let last = self.firstAttempts.last, last >= event {
                self.fail("\(event) was tried after \(last)")
            }
            self.firstAttempts.append(event)
        case .retrying(let due, let attempts, _)?:
            if due > self.latest { self.fail("\(event) was tried before it was due") }
            if attempt.number != attempts + 1 { self.fail("\(event): attempt \(attempt.number) after \(attempts)") }
        case nil: self.fail("\(event) was tried after its end")
        }
        self.attempts[event, default: 0] += 1
        self.noteOrder(of: event)
        if self.lane.settings.rate != nil {
            self.allowed -= 1
            if self.allowed < -0.001 { self.fail("\(event) was started above the rate") }
        }
        if self.lane.gate.pause != nil { self.fail("\(event) was started while paused") }
        self.flights.append((attempt.slot, event))
    }

    /// Until a delivery has ended, none of its key that came after it may start.
    private mutating func noteOrder(of event: EventID) {
        guard let key = self.keyOf[event] else { return }
        let open = self.openOfKey[key, default: []].filter { self.states[$0] != nil }
        self.openOfKey[key] = open
        if let first = open.first, first != event { self.fail("\(event) was started before \(first) had ended") }
    }

    mutating func finishOne(_ outcome: AttemptOutcome) {
        guard !self.flights.isEmpty else { return }
        let flight = self.flights.remove(at: Int.random(in: 0..<self.flights.count, using: &self.generator))
        let record = self.lane.finish(
            slot: flight.slot,
            outcome: outcome,
            now: self.now,
            using: &self.generator,
            resident: &self.resident
        )
        if record.event != flight.event { self.fail("slot \(flight.slot) held another delivery") }
        self.write(record)
    }

    /// A new lane over the same store: what was in memory or in flight is gone.
    mutating func restart() {
        self.lane = TargetLane(self.lane.settings)
        self.earn(.max)
        self.resident = ResidentBytes(limit: self.resident.limit)
        self.questions.removeAll()
        self.replies.removeAll()
        self.flights.removeAll()
        self.firstAttempts.removeAll()
        var (pending, retrying, bytes) = (0, 0, Int64(0))
        for (id, state) in self.states {
            if state == .pending { pending += 1 } else { retrying += 1 }
            bytes += Int64(self.contents[id]?.weight ?? 0)
        }
        self.lane.recover(pending: pending, retrying: retrying, bytes: bytes)
    }
}
