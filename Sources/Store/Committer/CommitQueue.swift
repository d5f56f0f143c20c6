import Events
import Synchronization

/// What waits for the committer's thread: events, records and page requests, with one lock and one wake-up.
final class CommitQueue: Sendable {
    /// What one turn of the committer takes.
    struct Work {
        var events: [NewEvent] = []
        var records: [DeliveryRecord] = []
        var pages: [PageRequest] = []
        var isStopping = false

        var isEmpty: Bool { self.events.isEmpty && self.records.isEmpty && self.pages.isEmpty }
    }

    /// How the committer's thread sleeps.
    enum Sleep {
        case awake
        /// For a few milliseconds; records need not wake it.
        case brief
        case untilWanted
    }

    fileprivate struct State {
        var isAccepting = false
        var isStopping = false
        var sleep = Sleep.awake
        /// Arrays as they were handed in; the front one may be begun.
        var chunks: [[NewEvent]] = []
        /// Chunks at the front that are taken.
        var chunksTaken = 0
        /// Events of the front chunk that are taken.
        var eventsTaken = 0
        var count = 0
        var bytes = 0
        var records: [DeliveryRecord] = []
        /// Records that were lost because too many waited.
        var recordsLost = 0
        var pages: [PageRequest] = []
    }

    private let state = Mutex(State())
    private let parker = Parker()
    private let eventsMax: Int
    private let bytesMax: Int
    private let recordsMax: Int

    init(
        eventsMax: Int = Limits.acceptQueueMax,
        bytesMax: Int = Limits.acceptQueueBytesMax,
        recordsMax: Int = Limits.recordsWaitingMax
    ) {
        self.eventsMax = eventsMax
        self.bytesMax = bytesMax
        self.recordsMax = recordsMax
    }

    // MARK: Any thread

    /// Takes events from the front, as many as the bounds allow.
    func submit(_ events: [NewEvent]) -> Int {
        guard !events.isEmpty else { return 0 }
        var bytes = 0
        for event in events { bytes += event.content.weight }
        let (taken, mustWake) = self.state.withLock { state in
            let taken = state.add(events, bytes: bytes, eventsMax: self.eventsMax, bytesMax: self.bytesMax)
            return (taken, taken > 0 && state.wakes(for: .brief))
        }
        if mustWake { self.parker.unpark() }
        return taken
    }

    func record(_ records: [DeliveryRecord]) {
        guard !records.isEmpty else { return }
        let mustWake = self.state.withLock { state in
            state.records.append(contentsOf: records)
            let surplus = state.records.count - self.recordsMax
            if surplus > 0 {
                state.records.removeFirst(surplus)
                state.recordsLost += surplus
            }
            return state.wakes(for: .untilWanted)
        }
        if mustWake { self.parker.unpark() }
    }

    func ask(_ page: PageRequest) {
        let mustWake = self.state.withLock { state in
            state.pages.append(page)
            return state.wakes(for: .brief)
        }
        if mustWake { self.parker.unpark() }
    }

    /// Takes no more events; what was taken is still committed.
    func stop() {
        self.state.withLock { state in
            state.isStopping = true
            state.isAccepting = false
            state.sleep = .awake
        }
        self.parker.unpark()
    }

    var isAccepting: Bool { self.state.withLock { $0.isAccepting } }

    // MARK: The committer's thread

    /// Takes the events of one transaction, all page requests, and the records if they are due or something else is taken.
    func take(recordsAreDue: Bool) -> Work {
        var chunks: [ArraySlice<NewEvent>] = []
        var work = self.state.withLock { state in
            var work = Work()
            state.takeEvents(into: &chunks)
            work.isStopping = state.isStopping
            swap(&work.pages, &state.pages)
            if recordsAreDue || work.isStopping || !chunks.isEmpty || !work.pages.isEmpty {
                swap(&work.records, &state.records)
            }
            return work
        }
        // One whole chunk needs no copy.
        if chunks.count == 1 { work.events = Array(chunks[0]) } else { work.events = Array(chunks.joined()) }
        return work
    }

    /// Whether the thread may sleep; if not, there is something to take.
    func fallAsleep(_ sleep: Sleep) -> Bool {
        self.state.withLock { state in
            let hasWork = state.count > 0 || !state.pages.isEmpty || (sleep == .untilWanted && !state.records.isEmpty)
            guard !hasWork, !state.isStopping else { return false }
            state.sleep = sleep
            return true
        }
    }

    func park(nanoseconds: UInt64) {
        self.parker.park(nanoseconds: nanoseconds)
        self.state.withLock { $0.sleep = .awake }
    }

    func setAccepting(_ isAccepting: Bool) {
        self.state.withLock { $0.isAccepting = isAccepting && !$0.isStopping }
    }

    /// How many records were lost since the last call.
    func takeRecordsLost() -> Int {
        self.state.withLock { state in
            defer { state.recordsLost = 0 }
            return state.recordsLost
        }
    }
}

extension CommitQueue.State {
    mutating func add(_ events: [NewEvent], bytes: Int, eventsMax: Int, bytesMax: Int) -> Int {
        guard self.isAccepting else { return 0 }
        if self.count + events.count <= eventsMax, self.bytes + bytes <= bytesMax {
            self.chunks.append(events)
            self.count += events.count
            self.bytes += bytes
            return events.count
        }
        var taken = 0
        for event in events {
            let weight = event.content.weight
            // A single large event must fit through an empty queue.
            guard self.count < eventsMax, self.bytes + weight <= bytesMax || self.count == 0 else { break }
            self.count += 1
            self.bytes += weight
            taken += 1
        }
        if taken > 0 { self.chunks.append(Array(events[..<taken])) }
        return taken
    }

    /// Takes events from the front, as many as one transaction may have.
    mutating func takeEvents(into taken: inout [ArraySlice<NewEvent>]) {
        var events = 0
        var bytes = 0
        while self.chunksTaken < self.chunks.count, events < Limits.acceptsPerCommitMax, bytes < Limits.commitBytesMax {
            let chunk = self.chunks[self.chunksTaken]
            var end = self.eventsTaken
            // At least one, whatever it weighs.
            while end < chunk.count, events < Limits.acceptsPerCommitMax, bytes < Limits.commitBytesMax {
                bytes += chunk[end].content.weight
                events += 1
                end += 1
            }
            taken.append(chunk[self.eventsTaken..<end])
            self.eventsTaken = end
            if end == chunk.count {
                self.chunks[self.chunksTaken] = []
                self.chunksTaken += 1
                self.eventsTaken = 0
            }
        }
        self.count -= events
        self.bytes -= bytes
        if self.chunksTaken == self.chunks.count {
            self.chunks.removeAll(keepingCapacity: true)
            self.chunksTaken = 0
        } else if self.chunksTaken > 1_024 {
            self.chunks.removeFirst(self.chunksTaken)
            self.chunksTaken = 0
        }
    }

    /// Whether a thread that sleeps at least so deeply must be woken; it counts as awake from then on.
    mutating func wakes(for depth: CommitQueue.Sleep) -> Bool {
        switch (self.sleep, depth) {
        case (.awake, _), (.brief, .untilWanted): return false
        default:
            self.sleep = .awake
            return true
        }
    }
}
