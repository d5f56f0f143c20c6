import Events

/// How an SQLite store keeps what it is given.
///
/// Times are milliseconds.
package struct SQLiteStoreOptions: Sendable {
    /// Which gateway of several makes the ids; 0 to 127.
    package var node: UInt8
    /// How long an event is kept after it was received, once it is final for all its targets.
    package var retentionMilliseconds: Int64
    /// How long a dead letter is kept after it died, its event with it.
    package var deadRetentionMilliseconds: Int64
    /// How long a delivery to a target that is no longer configured may wait before it is dead.
    package var orphanMilliseconds: Int64
    /// How long a key is remembered.
    package var dedupeWindowMilliseconds: Int64
    /// Keys in memory; past it the window shrinks.
    package var dedupeKeysMax: Int
    /// What the window never shrinks below: the senders' retry span and twice the tolerance.
    package var dedupeSpanMillisecondsMin: Int64
    /// How long to wait for another process to let go of the store.
    package var lockWaitMilliseconds: Int64
    /// Bytes set aside for a full disk; 0 for none.
    package var reserveBytes: Int
    /// Bytes of the writer's page cache.
    package var cacheBytes: Int
    /// Name of the file layer of SQLite; `nil` for the system's.
    ///
    /// Tests put a failing disk there.
    package var vfs: String?
    /// Bits of key hashes that are kept.
    ///
    /// Tests leave few, to force collisions.
    package var keyHashMask: UInt64

    /// Says how many bytes are free beside a file; `nil` to ask the system.
    ///
    /// Tests make a disk small.
    package var freeBytes: (@Sendable (String) -> Int?)?

    package init(
        node: UInt8 = 0,
        retentionMilliseconds: Int64 = Limits.retentionMillisecondsDefault,
        deadRetentionMilliseconds: Int64 = Limits.deadRetentionMillisecondsDefault,
        orphanMilliseconds: Int64 = Limits.deliveryAgeMillisecondsMaxDefault,
        dedupeWindowMilliseconds: Int64 = Limits.dedupeWindowMillisecondsDefault,
        dedupeKeysMax: Int = Limits.dedupeKeysMaxDefault,
        dedupeSpanMillisecondsMin: Int64 = Limits.dedupeSpanMillisecondsMinDefault,
        lockWaitMilliseconds: Int64 = Int64(Limits.storeLockWaitSeconds) * 1000,
        reserveBytes: Int = Limits.reserveFileBytes,
        cacheBytes: Int = Limits.storeCacheBytes,
        vfs: String? = nil,
        keyHashMask: UInt64 = .max,
        freeBytes: (@Sendable (String) -> Int?)? = nil
    ) {
        self.node = node
        self.retentionMilliseconds = retentionMilliseconds
        self.deadRetentionMilliseconds = deadRetentionMilliseconds
        self.orphanMilliseconds = orphanMilliseconds
        self.dedupeWindowMilliseconds = dedupeWindowMilliseconds
        self.dedupeKeysMax = dedupeKeysMax
        self.dedupeSpanMillisecondsMin = dedupeSpanMillisecondsMin
        self.lockWaitMilliseconds = lockWaitMilliseconds
        self.reserveBytes = reserveBytes
        self.cacheBytes = cacheBytes
        self.vfs = vfs
        self.keyHashMask = keyHashMask
        self.freeBytes = freeBytes
    }
}
