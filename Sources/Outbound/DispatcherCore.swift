import Events
import Logging
import Store
import Telemetry

// One round of the egress thread:
//
// 1. take what other threads said (accepted batches, pages, contents)
// 2. take the attempts that came back; each makes a record
// 3. let every lane that something happened to start what it can and ask the store for what it lacks
// 4. hand all records of the round to the store at once
// 5. sleep until a socket, a deadline, a due retry or another thread has something
//
// Starting a request can finish another one at once, so 5 does not sleep while something came back.

/// The egress thread's own state, which is lanes, egresses and the loop.
///
/// Nothing here is touched by another thread.
final class DispatcherCore {
    let inbox: DispatcherInbox
    let loop: EgressLoop
    let backlog: any BacklogSource
    let clock: any GatewayClock
    let logger: Logger
    let settings: DispatcherSettings
    var lanes: [Lane] = []
    /// The lane of a target by the target's number; -1 where it has none.
    private var laneOfTarget: [Int32] = []
    var resident: ResidentBytes
    var generator: SplitMix64
    var records: [DeliveryRecord] = []
    /// The wall clock of this round.
    private(set) var now: Timestamp

    private let tools = RequestTools()
    private var messages: [DispatcherMessage] = []
    private var touched: [Int] = []
    /// The moment, in milliseconds, at which each lane's next retry is due.
    private var wakes: [Int64]
    /// What the clock said at the last publication.
    private var publishedNow = Timestamp(milliseconds: .min)
    private var publishAt: UInt64 = 0
    /// Set once no new attempt may start.
    private var stopUntil: UInt64?
    /// Where the first start of the next round goes, so that no lane is always first.
    private var turn = 0

    /// Nanoseconds between two updates of the gauges.
    private static let publishEvery: UInt64 = 250_000_000

    init(
        targets: [TargetConfiguration],
        settings: DispatcherSettings,
        inbox: DispatcherInbox,
        backlog: any BacklogSource,
        clock: any GatewayClock,
        logger: Logger
    ) throws(EgressError) {
        self.inbox = inbox
        self.backlog = backlog
        self.clock = clock
        self.logger = logger
        self.settings = settings
        self.resident = ResidentBytes(limit: settings.residentBodyBytesMax)
        self.generator = SplitMix64(seed: settings.seed)
        self.now = clock.now()
        self.wakes = Array(repeating: .max, count: targets.count)
        self.loop = try EgressLoop(wakeDescriptor: inbox.descriptor)
        let connections = targets.reduce(16) { $0 + $1.concurrency }
        let curl = try CurlClient(loop: self.loop, connections: connections, clock: clock)
        let lean = LeanClient(loop: self.loop, clock: clock)
        for (index, target) in targets.enumerated() {
            let endpoint = Endpoint(target)
            let isLean = endpoint.lean != nil && settings.isLeanAllowed
            let egress: any Egress = isLean ? lean : curl
            self.lanes.append(
                Lane(target, endpoint: endpoint, index: index, settings: settings, egress: egress)
            )
            let number = Int(target.id.rawValue)
            while self.laneOfTarget.count <= number { self.laneOfTarget.append(-1) }
            self.laneOfTarget[number] = Int32(index)
        }
    }

    func recover(_ recovery: Recovery) {
        for (index, lane) in self.lanes.enumerated() {
            if let pause = recovery.pauses[lane.queue.settings.target] {
                lane.queue.gate.pause(pause)
                _ = lane.showCondition()
            }
            guard let found = recovery.backlog[lane.queue.settings.target] else { continue }
            lane.queue.recover(pending: found.pending, retrying: found.retrying, bytes: found.bytes)
            self.touch(index)
        }
        let orphans = recovery.backlog.filter { self.lane(of: $0.key) == nil }.values
        let count = orphans.reduce(0) { $0 + $1.pending + $1.retrying }
        guard count > 0 else { return }
        self.logger.notice(
            "deliveries of targets that are no longer configured stay in the store",
            metadata: ["targets": "\(orphans.count)", "deliveries": "\(count)"]
        )
    }

    // MARK: Rounds

    func run() {
        while !self.isDone { self.round() }
        self.handOverRecords()
        for lane in self.lanes { lane.publish(now: self.now) }
        self.loop.dismiss()
    }

    private func round() {
        self.now = self.clock.now()
        self.inbox.take(into: &self.messages)
        for message in self.messages { self.handle(message) }
        self.messages.removeAll(keepingCapacity: true)
        for exchange in self.loop.takeFinished() { self.complete(exchange) }
        self.touchDueLanes()
        self.serveTouchedLanes()
        self.handOverRecords()
        self.loop.advance()
        guard !self.isDone else { return }
        if self.loop.now >= self.publishAt { self.publish() }
        let mayWait = self.loop.finished.isEmpty && self.inbox.fallAsleep()
        self.loop.wait(until: mayWait ? self.wakeMoment : self.loop.now)
    }

    private var isDone: Bool {
        guard let until = self.stopUntil else { return false }
        return self.loop.now >= until || self.lanes.allSatisfy { $0.queue.inFlightCount == 0 }
    }

    /// When this thread has something to do if nothing else happens, in nanoseconds of the loop's clock.
    private var wakeMoment: UInt64 {
        var moment = Swift.min(self.publishAt, self.stopUntil ?? .max)
        if let due = self.wakes.min(), due != .max {
            let milliseconds = UInt64(Swift.max(0, Swift.min(due - self.now.milliseconds, 3_600_000)))
            moment = Swift.min(moment, self.loop.now + milliseconds * 1_000_000)
        }
        return moment
    }

    private func publish() {
        self.publishAt = self.loop.now + Self.publishEvery
        for lane in self.lanes { lane.publish(now: self.now) }
        // After a step back the moments that lanes wait for say little: each looks at its retries again.
        if self.now < self.publishedNow { for index in self.lanes.indices { self.touch(index) } }
        self.publishedNow = self.now
    }

    private func handOverRecords() {
        guard !self.records.isEmpty else { return }
        self.backlog.record(self.records)
        self.records.removeAll(keepingCapacity: true)
    }

    // MARK: What other threads say

    private func handle(_ message: DispatcherMessage) {
        switch message {
        case .accepted(let events):
            for event in events { self.accept(event) }
        case .freshPage(let lane, let page):
            self.lanes[lane].queue.takeFreshPage(page)
            self.touch(lane)
        case .retryPage(let lane, let page):
            self.lanes[lane].queue.takeRetryPage(page)
            self.touch(lane)
        case .loadedFresh(let lane, let contents):
            self.lanes[lane].queue.takeFreshContents(contents, resident: &self.resident)
            self.touch(lane)
        case .loadedDue(let lane, let contents):
            self.lanes[lane].queue.takeDueContents(contents, resident: &self.resident)
            self.touch(lane)
        case .learntPage(let lane, let page):
            self.lanes[lane].queue.takeLearning(page)
            self.touch(lane)
        case .learntKeys(let lane, let contents):
            self.lanes[lane].queue.takeLearnedKeys(contents)
            self.touch(lane)
        case .pause(let pause, let target, let reply):
            self.setPause(pause, of: target, reply: reply)
        case .wake:
            for lane in self.lanes.indices { self.touch(lane) }
        case .stop(let until):
            self.stopUntil = Swift.min(until, self.stopUntil ?? .max)
        }
    }

    private func accept(_ event: AcceptedEvent) {
        for target in event.targets {
            // Without a lane the delivery stays on disk, until its target is configured again.
            guard let index = self.lane(of: target) else { continue }
            let lane = self.lanes[index]
            let record = lane.queue.accept(event.id, content: event.content, now: self.now, resident: &self.resident)
            if let record { self.note(record, of: lane) }
            if lane.queue.crossesWarningLevel() {
                self.logger.warning(
                    "a target's backlog is nearly full; what does not fit becomes dead with cause overflow",
                    metadata: [
                        "target": "\(lane.name)", "backlog_bytes": "\(lane.queue.backlogBytes)",
                        "backlog_bytes_max": "\(lane.queue.settings.backlogBytesMax)",
                    ]
                )
            }
            self.touch(index)
        }
    }

    func lane(of target: TargetID) -> Int? {
        let number = Int(target.rawValue)
        guard number >= 0, number < self.laneOfTarget.count, self.laneOfTarget[number] >= 0 else { return nil }
        return Int(self.laneOfTarget[number])
    }

    // MARK: Lanes

    func touch(_ index: Int) {
        guard !self.lanes[index].isTouched else { return }
        self.lanes[index].isTouched = true
        self.touched.append(index)
    }

    private func touchDueLanes() {
        for index in self.wakes.indices where self.wakes[index] <= self.now.milliseconds { self.touch(index) }
    }

    private func serveTouchedLanes() {
        guard !self.touched.isEmpty else { return }
        self.turn = (self.turn + 1) % self.touched.count
        for place in self.touched.indices {
            let index = self.touched[(place + self.turn) % self.touched.count]
            self.lanes[index].isTouched = false
            if self.stopUntil == nil { self.serve(index) }
        }
        self.touched.removeAll(keepingCapacity: true)
    }

    private func serve(_ index: Int) {
        let lane = self.lanes[index]
        starting: while true {
            switch lane.queue.next(now: self.now, resident: &self.resident) {
            case .start(let attempt): self.start(attempt, of: lane)
            case .record(let record): self.note(record, of: lane)
            case .wait: break starting
            }
        }
        while let request = lane.queue.nextRequest(resident: &self.resident) {
            self.ask(request, for: index)
        }
        self.wakes[index] = lane.queue.wakeAt?.milliseconds ?? .max
    }

    private func ask(_ request: TargetLane.Request, for lane: Int) {
        // What was ended so far must be known to the page that is asked for now.
        self.handOverRecords()
        let target = self.lanes[lane].queue.settings.target
        let inbox = self.inbox
        switch request {
        case .fresh(let after, let limit):
            self.backlog.pending(target: target, after: after, limit: limit) { inbox.put(.freshPage(lane: lane, $0)) }
        case .retries(let after, let limit):
            self.backlog.retries(target: target, after: after, limit: limit) { inbox.put(.retryPage(lane: lane, $0)) }
        case .loadFresh(let ids):
            self.backlog.load(ids) { inbox.put(.loadedFresh(lane: lane, $0)) }
        case .loadDue(let ids):
            self.backlog.load(ids) { inbox.put(.loadedDue(lane: lane, $0)) }
        case .learn(let after, let limit):
            self.backlog.retries(target: target, after: after, limit: limit) { inbox.put(.learntPage(lane: lane, $0)) }
        case .learnKeys(let ids):
            self.backlog.load(ids) { inbox.put(.learntKeys(lane: lane, $0)) }
        }
    }

    // MARK: Attempts

    private func start(_ attempt: TargetLane.Attempt, of lane: Lane) {
        let exchange = lane.exchange(slot: attempt.slot)
        do throws(DeliveryRequest.Impossible) {
            try lane.request.fill(
                exchange,
                attempt: attempt,
                source: self.settings.sources[attempt.content.source] ?? "",
                span: self.generator.next(),
                now: self.now,
                tools: self.tools
            )
            exchange.startedAt = self.loop.now
            lane.egress.submit(exchange)
        } catch {
            let record = lane.queue.abandon(
                slot: attempt.slot,
                detail: error.detail,
                now: self.now,
                resident: &self.resident
            )
            self.note(record, of: lane)
        }
    }

    private func complete(_ exchange: Exchange) {
        let lane = self.lanes[exchange.lane]
        let duration = self.loop.now - Swift.min(exchange.startedAt, self.loop.now)
        exchange.outcome.durationMilliseconds = Int((duration + 500_000) / 1_000_000)
        lane.metrics.attemptDuration.observe(duration)
        let record = lane.queue.finish(
            slot: exchange.slot,
            outcome: exchange.outcome,
            now: self.now,
            using: &self.generator,
            resident: &self.resident
        )
        if record.state == .delivered, let received = exchange.content?.receivedAt {
            let milliseconds = Swift.max(0, self.now.milliseconds(since: received))
            lane.metrics.endToEnd.observe(UInt64(milliseconds) * 1_000_000)
        }
        exchange.content = nil
        exchange.body = []
        self.note(record, of: lane)
        self.noteCondition(of: lane)
        self.touch(exchange.lane)
    }

    private func note(_ record: DeliveryRecord, of lane: Lane) {
        self.records.append(record)
        lane.count(record)
        // An overflow comes with every further event; the warning about the backlog stands for all of them.
        guard case .dead(let cause) = record.state, cause != .overflow else { return }
        self.logger.warning(
            "a delivery is dead",
            metadata: [
                "event": "\(record.event)", "target": "\(lane.name)", "cause": "\(cause.rawValue)",
                "attempts": "\(record.attempts)", "status": "\(record.status)",
                "error": "\(record.error?.rawValue ?? "")",
            ]
        )
    }
}
