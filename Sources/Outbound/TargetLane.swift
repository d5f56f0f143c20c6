import Events

// The queue of one target, as a value: verbs in, actions out, no clock, no thread, no I/O. The Dispatcher performs.
//
// Where a delivery is, and how it moves:
//
//     accepted ──► fresh ──────────────┐                    ┌─► delivered, dead (record)
//        │           ▲ page            ├─► in flight ──► finish
//        └─► on disk ┘                 │                    └─► retrying (record)
//                        due ──────────┘                           │
//                         ▲ its moment has come                    │
//                       waiting ◄──────────────────────────────────┤ up to the horizon
//                         ▲ page                                   │
//                         └────────────── on disk ◄────────────────┘ behind it
//
// Two cursors keep memory bounded. Fresh deliveries above `spilledAfter` wait on disk: while it is set, accepted events
// are only counted, and pages bring them in order. Retries behind `horizon` wait on disk: the heap holds every waiting
// retry up to it and none behind it.
//
// What both rely on (BacklogSource): pages and accepted events come in the order of their commits, and a page knows every
// record that was handed over before it was asked for. Records made while a page is on its way are remembered here,
// because the page may still show what was before them.

/// The in-memory queue of one target: concurrency, order, retries, and what of them waits on disk.
struct TargetLane {
    /// What the lane is bound to.
    struct Settings {
        var target: TargetID
        var machine: DeliveryStateMachine
        var concurrency: Int
        var maxAgeMilliseconds: Int64
        var backlogBytesMax: Int64
        /// Starts per time; `nil` for as many as come.
        var rate: StartRate?
        /// When the target counts as down; `nil` for never.
        var breaker: CircuitBreaker.Settings?
        /// The hash of an event's order key, `nil` for one without; a lane without this has no order.
        var orderKey: ((EventContent) -> UInt64?)?
        /// Fresh deliveries in memory, and waiting retries in memory: each at most half of this.
        var entriesMax = Limits.laneEntriesMax
        var pageMax = Limits.backlogPageMax
        var loadMax = Limits.loadBatchMax
    }

    /// One request that may be made now.
    struct Attempt {
        /// Place among those in flight; ``TargetLane/finish(slot:outcome:now:using:resident:)`` wants it back.
        let slot: Int
        let event: EventID
        let content: EventContent
        /// Counted from 1.
        let number: Int
    }

    /// What is to be done next.
    enum Step {
        case start(Attempt)
        /// A delivery ended without an attempt.
        case record(DeliveryRecord)
        /// Nothing can start: everything is in flight, not due, or being read.
        case wait
    }

    /// What the lane wants of the store.
    enum Request: Equatable {
        case fresh(after: EventID, limit: Int)
        case retries(after: RetryCursor, limit: Int)
        case loadFresh([EventID])
        case loadDue([EventID])
        case learn(after: RetryCursor, limit: Int)
        case learnKeys([EventID])
    }

    struct Flight {
        let event: EventID
        let firstAttemptAt: Timestamp
        let attempt: Int32
        let weight: Int32
        /// Whether the store has a record of it, so that a page of retries may show it.
        let isRecorded: Bool
        /// Whether it was started to find out if the target is back.
        let isProbe: Bool
        /// Its order key, which it has claimed; `nil` without one.
        let key: UInt64?
    }

    let settings: Settings
    var gate: LaneGate
    /// When the gate opens, or something that it holds expires; `nil` where nothing waits for that.
    var gateWake: Timestamp?

    // MARK: Fresh
    var fresh = LoadQueue<FreshDelivery>()
    /// Fresh deliveries above this id wait on disk; `nil` where there are none.
    var spilledAfter: EventID?
    var isFreshPageAsked = false
    /// Ended before their first attempt while a page was on its way.
    var endedSinceFreshPage: [EventID] = []

    // MARK: Retries
    var waiting = RetryHeap()
    var due = LoadQueue<DueRetry>()
    /// Every waiting retry up to here is in ``waiting``; those behind it wait on disk.
    var horizon = RetryCursor.end
    var isRetryPageAsked = false
    /// The page on its way was overtaken and will be asked for again.
    var isRetryPageVoid = false
    /// Deliveries that got a record while a page of retries was on its way.
    var recordedSinceRetryPage: [EventID] = []
    /// Those of them that wait behind the horizon.
    var waitingSinceRetryPage: [WaitingRetry] = []

    // MARK: Order
    /// `nil` without order.
    var order: OrderBook?
    var learning = Learning.done

    // MARK: In flight
    var flights: [Flight?] = []
    var freeSlots: [Int] = []
    private(set) var inFlightCount = 0
    /// Whether the next start is a retry's if both a retry and a fresh delivery are ready.
    private var isRetryNext = true

    // MARK: Accounts
    /// Deliveries that are not final, wherever they are.
    var backlogCount = 0
    /// Bytes of their raw bodies.
    var backlogBytes: Int64 = 0
    /// Bytes of contents held in memory.
    var residentHeld = 0
    var isWarned = false

    init(_ settings: Settings) {
        self.settings = settings
        self.gate = LaneGate(concurrency: settings.concurrency, rate: settings.rate, breaker: settings.breaker)
        guard settings.orderKey != nil else { return }
        self.order = OrderBook(followersMax: Swift.max(1, settings.entriesMax / 2))
    }

    // MARK: Verbs

    /// Begins with what was found on disk.
    mutating func recover(pending: Int, retrying: Int, bytes: Int64) {
        self.backlogCount = pending + retrying
        self.backlogBytes = bytes
        if pending > 0 { self.spilledAfter = .zero }
        if retrying > 0 { self.horizon = .start }
        if retrying > 0, self.order != nil { self.learning = .page(after: .start) }
    }

    /// Says what can be done next; to be called until it says ``Step/wait``.
    mutating func next(now: Timestamp, resident: inout ResidentBytes) -> Step {
        self.promote(now: now)
        guard self.inFlightCount < self.gate.startsMax, self.isLearnt else {
            self.gateWake = nil
            return .wait
        }
        return self.gate.isCalm
            ? self.startNext(isProbe: false, now: now, resident: &resident)
            : self.nextThroughGate(now: now, resident: &resident)
    }

    /// Starts what is first in line.
    mutating func startNext(isProbe: Bool, now: Timestamp, resident: inout ResidentBytes) -> Step {
        self.gateWake = nil
        if self.due.isReady, self.isRetryNext || !self.fresh.isReady, let entry = self.due.popFirst() {
            self.isRetryNext = false
            return self.begin(entry, isProbe: isProbe, now: now, resident: &resident)
        }
        if let entry = self.nextFresh(resident: &resident) {
            self.isRetryNext = true
            return self.begin(entry, isProbe: isProbe, now: now, resident: &resident)
        }
        // Where the first fresh one cannot start, a retry can all the same.
        guard self.due.isReady, let entry = self.due.popFirst() else { return .wait }
        return self.begin(entry, isProbe: isProbe, now: now, resident: &resident)
    }

    /// Says what is to be asked of the store; to be called until it says `nil`.
    mutating func nextRequest(resident: inout ResidentBytes) -> Request? {
        if let request = self.learningRequest() { return request }
        if let request = self.freshPageRequest() ?? self.retryPageRequest() { return request }
        let limit = self.settings.loadMax
        // With nothing in flight no memory will come back by itself: the first in line must get some all the same.
        let must = self.inFlightCount == 0
        let due = self.due.takeLoad(limit: limit, must: must, resident: &resident, held: &self.residentHeld)
        if let due { return .loadDue(due) }
        let fresh = self.fresh.takeLoad(limit: limit, must: must, resident: &resident, held: &self.residentHeld)
        return fresh.map { .loadFresh($0) }
    }

    /// Ends an attempt.
    ///
    /// - Returns: What is to be recorded.
    mutating func finish(
        slot: Int,
        outcome: AttemptOutcome,
        now: Timestamp,
        using generator: inout some RandomNumberGenerator,
        resident: inout ResidentBytes
    ) -> DeliveryRecord {
        let flight = self.land(slot, resident: &resident)
        if let detail = self.passGate(flight, outcome: outcome, now: now) {
            return self.hold(flight, outcome: outcome, detail: detail, now: now)
        }
        let decision = self.settings.machine.decide(
            outcome,
            attempts: Int(flight.attempt),
            firstAttemptAt: flight.firstAttemptAt,
            now: now,
            using: &generator
        )
        switch decision {
        case .delivered:
            return self.end(flight, .delivered, outcome: outcome, now: now)
        case .dead(let cause):
            return self.end(flight, .dead(cause), outcome: outcome, now: now)
        case .retry(let due):
            self.keep(
                WaitingRetry(
                    due: due,
                    event: flight.event,
                    firstAttemptAt: flight.firstAttemptAt,
                    attempts: flight.attempt,
                    weight: flight.weight
                )
            )
            return self.record(flight, .retrying(due: due), outcome: outcome, now: now)
        }
    }

    /// Ends a delivery that was started although no request can be made of it.
    mutating func abandon(slot: Int, detail: String, now: Timestamp, resident: inout ResidentBytes) -> DeliveryRecord {
        let flight = self.land(slot, resident: &resident)
        self.gate.abandoned(isProbe: flight.isProbe, now: now)
        let outcome = AttemptOutcome(status: 0, error: .internal, detail: detail)
        return self.end(flight, .dead(.undeliverable), outcome: outcome, now: now)
    }
}

// MARK: - In flight

extension TargetLane {
    /// Starts a retry; one that was never counted as tried begins as a fresh delivery does.
    mutating func begin(_ entry: DueRetry, isProbe: Bool, now: Timestamp, resident: inout ResidentBytes) -> Step {
        self.begin(
            entry.retry.event,
            content: entry.content,
            weight: entry.weight,
            attempts: entry.retry.attempts,
            firstAttemptAt: entry.retry.attempts == 0 ? nil : self.budgetStart(of: entry.retry, now: now),
            isRecorded: true,
            isProbe: isProbe,
            now: now,
            resident: &resident
        )
    }

    mutating func begin(_ entry: FreshDelivery, isProbe: Bool, now: Timestamp, resident: inout ResidentBytes) -> Step {
        self.begin(
            entry.event,
            content: entry.content,
            weight: entry.weight,
            attempts: 0,
            firstAttemptAt: nil,
            isRecorded: false,
            isProbe: isProbe,
            now: now,
            resident: &resident
        )
    }

    /// Puts a delivery in flight, or ends it where that cannot be.
    private mutating func begin(
        _ event: EventID,
        content: EventContent?,
        weight: Int32,
        attempts: Int32,
        firstAttemptAt: Timestamp?,
        isRecorded: Bool,
        isProbe: Bool,
        now: Timestamp,
        resident: inout ResidentBytes
    ) -> Step {
        guard let content else {
            if isRecorded { self.noteRecord(event) }
            self.releaseUnknownKey(of: event, now: now)
            let detail = "the event could not be read back from the store"
            return .record(
                self.endUnstarted(event, .undeliverable, weight, attempts, firstAttemptAt, now: now, detail: detail)
            )
        }
        if self.isExpired(content, now: now) {
            resident.give(Int(weight), held: &self.residentHeld)
            if isRecorded { self.noteRecord(event) }
            self.releaseKey(self.orderKey(of: content), of: event, now: now)
            let detail = "waited longer than max_age"
            return .record(
                self.endUnstarted(event, .expired, weight, attempts, firstAttemptAt, now: now, detail: detail)
            )
        }
        if !self.gate.isCalm { self.gate.started(isProbe: isProbe, now: now) }
        let slot = self.freeSlots.popLast() ?? self.flights.count
        if slot == self.flights.count { self.flights.append(nil) }
        self.flights[slot] = Flight(
            event: event,
            firstAttemptAt: firstAttemptAt ?? now,
            attempt: attempts + 1,
            weight: weight,
            isRecorded: isRecorded,
            isProbe: isProbe,
            key: self.orderKey(of: content)
        )
        self.inFlightCount += 1
        return .start(Attempt(slot: slot, event: event, content: content, number: Int(attempts) + 1))
    }

    private mutating func land(_ slot: Int, resident: inout ResidentBytes) -> Flight {
        guard let flight = self.flights[slot] else { preconditionFailure("no delivery is in flight in slot \(slot)") }
        self.flights[slot] = nil
        self.freeSlots.append(slot)
        self.inFlightCount -= 1
        resident.give(Int(flight.weight), held: &self.residentHeld)
        return flight
    }

    private mutating func end(
        _ flight: Flight,
        _ state: RecordedState,
        outcome: AttemptOutcome,
        now: Timestamp
    ) -> DeliveryRecord {
        self.backlogCount -= 1
        self.backlogBytes -= Int64(flight.weight)
        self.releaseKey(flight.key, of: flight.event, now: now)
        if flight.isRecorded { self.noteRecord(flight.event) }
        return self.record(flight, state, outcome: outcome, now: now)
    }

    func record(
        _ flight: Flight,
        _ state: RecordedState,
        outcome: AttemptOutcome,
        now: Timestamp
    ) -> DeliveryRecord {
        DeliveryRecord(
            event: flight.event,
            target: self.settings.target,
            state: state,
            attempts: Int(flight.attempt),
            firstAttemptAt: flight.firstAttemptAt,
            at: now,
            durationMilliseconds: outcome.durationMilliseconds,
            status: outcome.status,
            error: outcome.error,
            detail: outcome.detail,
            response: outcome.response
        )
    }

    private mutating func endUnstarted(
        _ event: EventID,
        _ cause: DeadCause,
        _ weight: Int32,
        _ attempts: Int32,
        _ firstAttemptAt: Timestamp?,
        now: Timestamp,
        detail: String
    ) -> DeliveryRecord {
        self.backlogCount -= 1
        self.backlogBytes -= Int64(weight)
        return DeliveryRecord(
            event: event,
            target: self.settings.target,
            state: .dead(cause),
            attempts: Int(attempts),
            firstAttemptAt: firstAttemptAt,
            at: now,
            error: cause == .undeliverable ? .internal : nil,
            detail: detail
        )
    }
}
