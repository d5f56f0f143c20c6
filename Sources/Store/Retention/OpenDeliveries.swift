import Events

/// Counts deliveries that are not final by stretches of ids: below the first stretch with one lies the low-water mark.
///
/// Events below the mark are final for every target, so retention may have them, and recovery need not look at them.
/// Bounded: stretches are joined in pairs when there are too many, which only makes the mark a little lower.
struct OpenDeliveries: Sendable {
    private struct Stretch {
        /// The first id in it.
        var first: Int64
        var open: Int
        var events: Int
    }

    private var stretches: [Stretch] = []
    /// Stretches at the front that are done; cut off now and then.
    private var head = 0
    private var newest: Int64
    private var eventsPerStretch: Int
    private let stretchesMax: Int

    /// - Parameters:
    ///   - lowWater: Where the mark stands before anything is counted.
    ///   - eventsPerStretch: How fine the mark is at first.
    ///   - stretchesMax: 24 bytes each.
    init(lowWater: EventID, eventsPerStretch: Int = 64, stretchesMax: Int = 16_384) {
        precondition(eventsPerStretch > 0 && stretchesMax > 1, "a mark needs stretches")
        self.newest = lowWater.rawValue
        self.eventsPerStretch = eventsPerStretch
        self.stretchesMax = stretchesMax
    }

    /// Every event up to this id is final for all its targets.
    var lowWater: EventID {
        self.head < self.stretches.count
            ? EventID(rawValue: Swift.max(0, self.stretches[self.head].first - 1)) : EventID(rawValue: self.newest)
    }

    /// Deliveries that are not final.
    var count: Int { self.stretches[self.head...].reduce(0) { $0 + $1.open } }

    /// An event was stored; ids ascend from call to call.
    mutating func stored(_ id: EventID, deliveries: Int) {
        precondition(id.rawValue >= self.newest, "ids ascend")
        self.newest = id.rawValue
        if self.head < self.stretches.count, self.stretches[self.stretches.count - 1].events < self.eventsPerStretch {
            self.stretches[self.stretches.count - 1].open += deliveries
            self.stretches[self.stretches.count - 1].events += 1
        } else if deliveries > 0 {
            if self.stretches.count - self.head >= self.stretchesMax { self.joinPairs() }
            self.stretches.append(Stretch(first: id.rawValue, open: deliveries, events: 1))
        }
        self.dropClosed()
    }

    /// A delivery became final that was not before.
    mutating func closed(_ id: EventID) {
        guard let index = self.index(of: id) else { return }
        self.stretches[index].open -= 1
        self.dropClosed()
    }

    /// A delivery that was final is open again.
    mutating func reopened(_ id: EventID) {
        if let index = self.index(of: id) {
            self.stretches[index].open += 1
        } else {
            // Below the mark: the mark goes back to it.
            self.cutHead()
            self.stretches.insert(Stretch(first: id.rawValue, open: 1, events: self.eventsPerStretch), at: 0)
        }
    }

    private func index(of id: EventID) -> Int? {
        var low = self.head
        var high = self.stretches.count
        while low < high {
            let middle = (low + high) / 2
            if self.stretches[middle].first <= id.rawValue { low = middle + 1 } else { high = middle }
        }
        return low > self.head ? low - 1 : nil
    }

    private mutating func dropClosed() {
        while self.head < self.stretches.count, self.stretches[self.head].open <= 0 { self.head += 1 }
        if self.head > 1_024, self.head * 2 > self.stretches.count { self.cutHead() }
    }

    private mutating func cutHead() {
        self.stretches.removeFirst(self.head)
        self.head = 0
    }

    private mutating func joinPairs() {
        self.cutHead()
        var joined: [Stretch] = []
        joined.reserveCapacity(self.stretches.count / 2 + 1)
        for stretch in self.stretches {
            // A stretch that is done joins the one before it whatever its size.
            if let last = joined.last, stretch.open == 0 || last.events < 2 * self.eventsPerStretch {
                joined[joined.count - 1].open = last.open + stretch.open
                joined[joined.count - 1].events = last.events + stretch.events
            } else {
                joined.append(stretch)
            }
        }
        self.stretches = joined
        self.eventsPerStretch *= 2
    }
}
