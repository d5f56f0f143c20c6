package import Events

/// What a store holds, for `hookgate status` and metrics.
package struct StoreStatistics: Sendable, Equatable {
    /// Events on disk; an estimate after a crash.
    package var events: Int
    /// Dead letters by target.
    package var dead: [TargetID: Int]
    /// Deliveries that are not final.
    package var openDeliveries: Int
    /// Every event up to this one is final for all its targets.
    package var lowWater: EventID
    /// Keys in the dedupe window.
    package var dedupeKeys: Int
    /// Bytes of memory that they take.
    package var dedupeBytes: Int
    /// When the oldest of them was received.
    package var dedupeOldest: Timestamp?
    /// How often the window was cut short, because there were too many keys.
    package var dedupeShrinks: Int
    /// Bytes of the database file.
    package var databaseBytes: Int
    /// Bytes of the write-ahead log.
    package var logBytes: Int
    /// Whether the room for a full disk is set aside.
    package var isReserveInPlace: Bool

    package init(
        events: Int = 0,
        dead: [TargetID: Int] = [:],
        openDeliveries: Int = 0,
        lowWater: EventID = .zero,
        dedupeKeys: Int = 0,
        dedupeBytes: Int = 0,
        dedupeOldest: Timestamp? = nil,
        dedupeShrinks: Int = 0,
        databaseBytes: Int = 0,
        logBytes: Int = 0,
        isReserveInPlace: Bool = true
    ) {
        self.events = events
        self.dead = dead
        self.openDeliveries = openDeliveries
        self.lowWater = lowWater
        self.dedupeKeys = dedupeKeys
        self.dedupeBytes = dedupeBytes
        self.dedupeOldest = dedupeOldest
        self.dedupeShrinks = dedupeShrinks
        self.databaseBytes = databaseBytes
        self.logBytes = logBytes
        self.isReserveInPlace = isReserveInPlace
    }
}
