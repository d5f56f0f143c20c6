import Events

// One turn of the committer's thread:
//
// 1. take what waits: at most 128 events, all records that are due, the page requests
// 2. commit events and records together; the time this takes is the window in which the next batch gathers
// 3. hand the stored events to the sink, then answer, one call per receiver
// 4. one piece of a page
// 5. a piece of housekeeping, if it is time; otherwise sleep
//
// Records never cause a commit of their own while events keep coming, and wait a few milliseconds for one otherwise.

/// The committer's thread: everything here belongs to it.
final class CommitLoop {
    /// What the store takes at the moment.
    enum Mode {
        case everything
        /// Records, pages and deletion, but no events; tries for more at `nextTry`.
        case recordsOnly
        /// Nothing; tries again at `nextTry`.
        case failed
    }

    let store: any EventStore
    let queue: CommitQueue
    let sink: any AcceptedEventSink
    let observer: (any CommitObserver)?
    let publish: (StoreStatistics) -> Void
    let clock = SystemClock()

    var mode = Mode.everything
    var failure: StoreError?
    var backoff = Backoff()
    var nextTry: UInt64 = 0
    /// Records that are not committed yet.
    var records: [DeliveryRecord] = []
    var pages: [PageRequest] = []
    /// When pages are tried again after one could not be read.
    var pagesAt: UInt64 = 0

    /// When waiting records are committed by themselves; `nil` where none are expected.
    private var flushAt: UInt64?
    /// Whether nobody came for one whole brief sleep.
    private var isQuiet = false
    private var housekeepAt: UInt64 = 0
    private var publishAt: UInt64 = 0
    private var isStopping = false

    private static let millisecond: UInt64 = 1_000_000
    private static let second: UInt64 = 1_000_000_000
    private static let flushNanoseconds = UInt64(Limits.outcomeFlushMilliseconds) * millisecond
    /// Records of one transaction when many have gathered.
    private static let recordsPerCommitMax = 4_096

    init(
        store: any EventStore,
        queue: CommitQueue,
        sink: any AcceptedEventSink,
        observer: (any CommitObserver)?,
        publish: @escaping (StoreStatistics) -> Void
    ) {
        self.store = store
        self.queue = queue
        self.sink = sink
        self.observer = observer
        self.publish = publish
    }

    /// Runs until the queue is stopped and empty.
    func run() {
        while !(self.isStopping && self.isDone) { self.turn() }
    }

    /// Whether a stopping loop has nothing left that it could do.
    private var isDone: Bool {
        // What could not be written now will not be: its deliveries go out once more after the next start.
        self.isEmptyHanded && (self.records.isEmpty || self.mode == .failed)
    }
    private var isEmptyHanded = false

    private func turn() {
        let now = self.clock.monotonicNanoseconds()
        if self.mode != .everything, now >= self.nextTry || self.isStopping { self.tryAgain(now) }
        let isFlushDue = self.flushAt.map { now >= $0 } ?? false
        let work = self.queue.take(recordsAreDue: isFlushDue)
        self.isStopping = work.isStopping
        self.isEmptyHanded = work.isEmpty
        self.keep(work)
        if isFlushDue { self.flushAt = nil }
        if self.mode == .failed {
            self.refuse(work.events, .storageUnavailable)
            if !self.isStopping { self.rest(until: self.nextTry, now) }
            return
        }
        let mayTakeEvents = self.mode == .everything
        if !mayTakeEvents { self.refuse(work.events, .storageUnavailable) }
        if (mayTakeEvents && !work.events.isEmpty) || !self.records.isEmpty {
            self.isQuiet = self.isQuiet && work.events.isEmpty
            let records = Array(self.records.prefix(Self.recordsPerCommitMax))
            if self.commit(mayTakeEvents ? work.events : [], records) {
                self.records.removeFirst(records.count)
                // Their outcomes will follow soon.
                self.flushAt = self.clock.monotonicNanoseconds() + Self.flushNanoseconds
            }
        }
        self.servePage(now)
        self.housekeepOrRest(now, hadWork: !work.isEmpty)
    }

    private func keep(_ work: CommitQueue.Work) {
        if self.records.isEmpty { self.records = work.records } else { self.records += work.records }
        self.pages += work.pages
        let surplus = self.records.count - Limits.recordsWaitingMax
        let lost = Swift.max(0, surplus) + (self.mode == .everything ? 0 : self.queue.takeRecordsLost())
        if surplus > 0 { self.records.removeFirst(surplus) }
        guard lost > 0 else { return }
        self.observer?.noticed(
            "\(lost) outcomes of deliveries were lost while the store could not be written; "
                + "these deliveries may go out once more after the next start"
        )
    }

    // MARK: Housekeeping and sleep

    private func housekeepOrRest(_ before: UInt64, hadWork: Bool) {
        guard self.mode != .failed else { return }
        let now = self.clock.monotonicNanoseconds()
        let isDue = now >= self.housekeepAt && (hadWork || self.isQuiet)
        if isDue || self.store.isHousekeepingUrgent {
            self.housekeep(isIdle: self.isQuiet, now)
            return
        }
        let canServePage = !self.pages.isEmpty && self.records.isEmpty && now >= self.pagesAt
        guard !hadWork, !self.isStopping, !canServePage, self.records.isEmpty else { return }
        var until = self.isQuiet ? self.housekeepAt : now + Self.flushNanoseconds
        if let flushAt = self.flushAt { until = Swift.min(until, flushAt) }
        if !self.pages.isEmpty { until = Swift.min(until, self.pagesAt) }
        if self.mode == .recordsOnly { until = Swift.min(until, self.nextTry) }
        self.rest(until: until, now)
    }

    private func rest(until: UInt64, _ now: UInt64) {
        guard until > now else { return }
        let isBrief = self.flushAt != nil || self.mode == .failed
        guard self.queue.fallAsleep(isBrief ? .brief : .untilWanted) else {
            self.expectRecords()
            return
        }
        self.queue.park(nanoseconds: until - now)
        let awake = self.clock.monotonicNanoseconds()
        if awake >= until { self.isQuiet = true } else { self.expectRecords() }
    }

    /// Whoever was woken from a deep sleep may find records only: they wait a little for company.
    private func expectRecords() {
        if self.flushAt == nil, self.mode != .failed {
            self.flushAt = self.clock.monotonicNanoseconds() + Self.flushNanoseconds
        }
    }

    private func housekeep(isIdle: Bool, _ now: UInt64) {
        do throws(StoreError) {
            let hasMore = try self.store.housekeep(isIdle: isIdle)
            let pause = isIdle ? (hasMore ? 0 : Self.second) : Limits.housekeepingMilliseconds * Self.millisecond
            self.housekeepAt = now + pause
        } catch let error where error.code == .corrupt {
            // Old events that cannot be read must not keep new ones out.
            self.housekeepAt = now + 600 * Self.second
            self.observer?.noticed("housekeeping rests for ten minutes: \(error)")
        } catch {
            self.fail(error)
        }
        if now >= self.publishAt {
            self.publishAt = now + Self.second
            self.publish(self.store.statistics)
        }
    }
}
