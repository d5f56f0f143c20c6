import Events

/// Deliveries in the order of their start, some with their content in memory, the others to be read back in time.
///
/// Everything in front of `prepared` has its content, or it is being read, or it is known to be missing. One read is on
/// its way at a time.
struct LoadQueue<Entry: QueuedDelivery> {
    private var ring = Ring<Entry>()
    /// Number of the first entry that nobody has looked at yet.
    private var prepared = 0
    /// The numbers that the read on its way will fill.
    private var loading: [Int] = []

    var count: Int { self.ring.count }
    var isEmpty: Bool { self.ring.isEmpty }
    var first: Entry? { self.ring.first }
    var last: Entry? { self.ring.last }

    /// Whether the first entry can be started or ended now.
    var isReady: Bool {
        guard let first = self.ring.first else { return false }
        return first.content != nil || first.isMissing
    }

    mutating func append(_ entry: Entry) {
        if self.prepared == self.ring.end, entry.content != nil { self.prepared += 1 }
        self.ring.append(entry)
    }

    mutating func popFirst() -> Entry? {
        let entry = self.ring.popFirst()
        self.prepared = Swift.max(self.prepared, self.ring.start)
        return entry
    }

    /// Chooses the entries whose contents are to be read now: the next ones, as far as memory allows.
    ///
    /// - Parameters:
    ///   - limit: At most so many.
    ///   - must: The first in line is read even where memory does not allow it.
    ///   - resident: The account of all lanes.
    ///   - held: What this lane holds.
    /// - Returns: `nil` where nothing is to be read, or a read is on its way.
    mutating func takeLoad(
        limit: Int,
        must: Bool,
        resident: inout ResidentBytes,
        held: inout Int
    ) -> [EventID]? {
        guard self.loading.isEmpty, self.prepared < self.ring.end else { return nil }
        guard self.prepared - self.ring.start <= limit / 2 else { return nil }
        var ids: [EventID] = []
        while self.prepared < self.ring.end, ids.count < limit {
            let entry = self.ring[self.prepared]
            if entry.content == nil, !entry.isMissing {
                let isFirst = must && self.prepared == self.ring.start
                guard resident.take(Int(entry.weight), held: &held, must: isFirst) else { break }
                self.loading.append(self.prepared)
                ids.append(entry.event)
            }
            self.prepared += 1
        }
        return ids.isEmpty ? nil : ids
    }

    /// Fills in what was read, in the order asked for; `nil` marks an event that no longer exists.
    mutating func loaded(_ contents: [EventContent?], resident: inout ResidentBytes, held: inout Int) {
        precondition(contents.count == self.loading.count, "a read answers for every id that was asked for")
        for (number, content) in zip(self.loading, contents) {
            self.ring[number].content = content
            guard content == nil else { continue }
            self.ring[number].isMissing = true
            resident.give(Int(self.ring[number].weight), held: &held)
        }
        self.loading.removeAll(keepingCapacity: true)
    }

    /// Calls `body` with every id in the queue.
    func forEachEvent(_ body: (EventID) -> Void) {
        for number in self.ring.start..<self.ring.end { body(self.ring[number].event) }
    }
}
