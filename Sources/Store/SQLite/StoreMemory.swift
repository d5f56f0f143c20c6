import Events

/// What the SQLite store holds in memory beside the file; all of it can be rebuilt from there.
struct StoreMemory {
    let window: DedupeWindow
    var generator: EventIDGenerator
    var open: OpenDeliveries
    var retentionClock: RetentionClock
    /// The largest id in the store.
    var largest: EventID
    /// Every event up to it was considered by retention.
    var purgedThrough: EventID
    /// About how many events are stored.
    var events: Int
    /// Dead letters by target.
    var dead: [TargetID: Int] = [:]
    /// What waits for each target, counted when the store was opened.
    var backlog: [TargetID: Recovery.Backlog] = [:]

    /// The memory of an empty store.
    init(options: SQLiteStoreOptions, clock: any GatewayClock) {
        self.init(options: options, clock: clock, marks: StoreMarks(), largest: .zero)
    }

    /// Memory that continues from what the file says.
    init(options: SQLiteStoreOptions, clock: any GatewayClock, marks: StoreMarks, largest: EventID) {
        let bounds = DedupeWindow.Bounds(
            spanMilliseconds: options.dedupeWindowMilliseconds,
            keysMax: options.dedupeKeysMax,
            spanMillisecondsMin: Swift.min(options.dedupeSpanMillisecondsMin, options.dedupeWindowMilliseconds)
        )
        self.window = DedupeWindow(bounds: bounds, hash: .random(mask: options.keyHashMask))
        self.generator = EventIDGenerator(node: options.node, above: largest)
        self.open = OpenDeliveries(lowWater: marks.lowWater)
        self.retentionClock = RetentionClock(
            lastSeen: marks.lastSeen,
            wall: clock.now(),
            monotonic: clock.monotonicNanoseconds()
        )
        self.largest = largest
        self.purgedThrough = marks.purgedThrough
        self.events = marks.events
    }

    /// The time for deleting; suspended while the clock is in doubt.
    mutating func readClock(_ clock: any GatewayClock) -> RetentionClock.Reading {
        self.retentionClock.read(wall: clock.now(), monotonic: clock.monotonicNanoseconds())
    }

    /// The time for the dedupe window: the best guess while the clock is in doubt.
    mutating func explainedTime(_ clock: any GatewayClock) -> Timestamp {
        switch self.readClock(clock) {
        case .trusted(let now): now
        case .suspended(let explained): explained
        }
    }
}
