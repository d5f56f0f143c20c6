import Events

/// Which keys were seen within the window: the memory of the deduplication.
///
/// What it holds is also on disk.
///
/// Keys are numbered by their event's id, so the window is a stretch of ids with an upper, growing end and a lower end,
/// the ``floor``. The stretch is cut into generations; the floor moves over one generation at a time, when all of it is
/// older than the window, or when there are too many keys. A hash that is found is confirmed against the whole digest by
/// whoever asks, so that a collision never eats an event.
final class DedupeWindow {
    /// How far the window reaches, and how much it may hold.
    struct Bounds: Sendable, Equatable {
        /// Milliseconds that a key is remembered at least, as long as ``keysMax`` suffices.
        var spanMilliseconds: Int64
        /// Keys at most; past it the oldest generation is forgotten early.
        var keysMax: Int
        /// Milliseconds that a key is remembered whatever ``keysMax`` says.
        var spanMillisecondsMin: Int64
    }

    private struct Generation {
        /// The first id in it.
        var first: Int64
        /// When its first key was received.
        var begun: Timestamp
        /// When the latest of its keys was received.
        var newest: Timestamp
        var count: Int
    }

    private let bounds: Bounds
    private let keyHash: KeyHash
    private let table = KeyTable()
    private var generations: [Generation] = []
    /// The largest id that was remembered.
    private var largest: Int64 = 0
    private var sweepNext = KeyTable.segmentCount

    /// Keys up to this id are forgotten.
    private(set) var floor: EventID = .zero
    /// Keys in the window.
    private(set) var count = 0
    /// Generations that were forgotten early, because there were too many keys.
    private(set) var shrinks = 0

    /// A clock that jumps begins a generation each time; beyond this many the last one takes all.
    private static let generationsMax = 8 * Limits.dedupeGenerations

    init(bounds: Bounds, hash: KeyHash = .random()) {
        self.bounds = bounds
        self.keyHash = hash
    }

    /// Bytes of memory.
    var bytes: Int { self.table.bytes }
    /// When the oldest key was received, as far as it is known; `nil` for an empty window.
    var oldest: Timestamp? { self.generations.first?.begun }

    func hash(_ digest: KeyDigest) -> UInt64 { self.keyHash(digest) }

    /// The id of the event with this key, if it is in the window.
    ///
    /// - Parameters:
    ///   - hash: The key's hash.
    ///   - confirm: Whether the event with this id has the same digest, all 32 bytes of it.
    /// - Returns: `nil` where the key is new.
    /// - Throws: What `confirm` throws.
    func find(_ hash: UInt64, confirm: (EventID) throws(StoreError) -> Bool) throws(StoreError) -> EventID? {
        let found = try self.table.find(hash, above: self.floor.rawValue) { id throws(StoreError) in
            try confirm(EventID(rawValue: id))
        }
        return found.map { EventID(rawValue: $0) }
    }

    /// Whether one more key can be remembered; forgets the oldest generation for it where that is allowed.
    func makesRoom(now: Timestamp) -> Bool {
        while self.count >= self.bounds.keysMax {
            guard
                self.generations.count > 1, let oldest = self.generations.first,
                now.milliseconds(since: oldest.newest) >= self.bounds.spanMillisecondsMin
            else { return false }
            self.forgetOldest(1)
            self.shrinks += 1
        }
        return true
    }

    /// Remembers a key.
    ///
    /// Ids ascend from call to call.
    func insert(_ hash: UInt64, id: EventID, receivedAt: Timestamp) {
        if self.needsGeneration(receivedAt) {
            self.generations.append(
                Generation(first: id.rawValue, begun: receivedAt, newest: receivedAt, count: 0)
            )
        }
        let last = self.generations.count - 1
        self.generations[last].count += 1
        if receivedAt > self.generations[last].newest { self.generations[last].newest = receivedAt }
        self.count += 1
        self.largest = id.rawValue
        self.table.insert(hash, id: id.rawValue, floor: self.floor.rawValue)
    }

    /// Forgets a key again, because its event was not kept.
    func remove(_ hash: UInt64, id: EventID) {
        guard
            id > self.floor, let index = self.generations.lastIndex(where: { $0.first <= id.rawValue })
        else { return }
        self.generations[index].count -= 1
        self.count -= 1
        self.table.remove(hash, id: id.rawValue)
    }

    /// Forgets the generations that are older than the window.
    ///
    /// A generation that a fast clock stamped with the future goes together with an ordinary one behind it.
    func expire(now: Timestamp) {
        let last = self.generations.lastIndex { now.milliseconds(since: $0.newest) >= self.bounds.spanMilliseconds }
        guard let last else { return }
        self.forgetOldest(last + 1)
    }

    /// Gives back a little of the memory of forgotten keys.
    ///
    /// - Returns: Whether there is more.
    func sweep() -> Bool {
        guard self.sweepNext < KeyTable.segmentCount else { return false }
        self.table.sweep(segment: self.sweepNext, floor: self.floor.rawValue)
        self.sweepNext += 1
        return self.sweepNext < KeyTable.segmentCount
    }

    private func needsGeneration(_ receivedAt: Timestamp) -> Bool {
        guard let last = self.generations.last else { return true }
        guard self.generations.count < Self.generationsMax else { return false }
        let span = self.bounds.spanMilliseconds / Int64(Limits.dedupeGenerations)
        let age = receivedAt.milliseconds(since: last.begun)
        return age >= span || age <= -span
            || last.count >= Swift.max(1, self.bounds.keysMax / Limits.dedupeGenerations)
    }

    private func forgetOldest(_ number: Int) {
        let forgotten = self.generations.prefix(number)
        self.count -= forgotten.reduce(0) { $0 + $1.count }
        self.generations.removeFirst(forgotten.count)
        let end = self.generations.first.map { $0.first - 1 } ?? self.largest
        self.floor = EventID(rawValue: Swift.max(self.floor.rawValue, end))
        self.sweepNext = 0
    }
}
