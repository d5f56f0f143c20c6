import Events

// Retention deletes the left edge: ids ascend in the order of acceptance, so what is old is at the front, and a range goes
// without touching an index. Never above the low-water mark; events with a dead letter stay until `dead_retention`.

extension SQLiteStore {
    /// Deletes at most ``Limits/purgeBatchMax`` expired events.
    ///
    /// - Returns: Whether there is more.
    func purge(_ writer: SQLiteWriter, now: Timestamp, steady: UInt64) throws(StoreError) -> Bool {
        guard self.housekeeping.isPurgeDue(steady) else { return false }
        if try self.trimArrivals(writer) { return true }
        let horizon = now.advanced(byMilliseconds: -self.options.retentionMilliseconds)
        let edge = try self.edge(writer, after: self.memory.purgedThrough)
        let last = edge.lastIndex { $0.receivedAt <= horizon || $0.id <= self.housekeeping.expiredThrough }
        guard let last else {
            let isFuture = edge.first.map { $0.receivedAt > now } ?? false
            if isFuture, try self.lookAhead(writer, horizon: horizon) { return true }
            self.housekeeping.purgeFoundNothing(steady)
            return false
        }
        let expired = Array(edge[...last])
        try self.delete(expired, writer, now: now)
        return edge.count == Limits.purgeBatchMax
    }

    private struct EdgeEvent {
        var id: EventID
        var receivedAt: Timestamp
        var deliveries: Int
    }

    /// The next events behind `after`, up to the low-water mark.
    private func edge(_ writer: SQLiteWriter, after: EventID) throws(StoreError) -> [EdgeEvent] {
        guard self.memory.open.lowWater > after else { return [] }
        let rows = try writer.edgeEvents()
        rows.bind(1, after.rawValue)
        rows.bind(2, self.memory.open.lowWater.rawValue)
        rows.bind(3, Int64(Limits.purgeBatchMax))
        defer { rows.reset() }
        var events: [EdgeEvent] = []
        while try rows.step() {
            events.append(
                EdgeEvent(
                    id: EventID(rawValue: rows.integer(0)),
                    receivedAt: Timestamp(milliseconds: rows.integer(1)),
                    deliveries: TargetList.count(rows.bytes(2))
                )
            )
        }
        return events
    }

    /// Looks behind events that a fast clock stamped with the future for one that is expired: it takes them along.
    ///
    /// - Returns: Whether to look on.
    private func lookAhead(_ writer: SQLiteWriter, horizon: Timestamp) throws(StoreError) -> Bool {
        let from = Swift.max(self.housekeeping.lookAhead, self.memory.purgedThrough)
        let events = try self.edge(writer, after: from)
        if let expired = events.last(where: { $0.receivedAt <= horizon }) {
            self.housekeeping.expiredThrough = expired.id
            self.housekeeping.lookAhead = .zero
            return true
        }
        guard events.count == Limits.purgeBatchMax, let last = events.last else {
            self.housekeeping.lookAhead = .zero
            return false
        }
        self.housekeeping.lookAhead = last.id
        return true
    }

    private func delete(_ expired: [EdgeEvent], _ writer: SQLiteWriter, now: Timestamp) throws(StoreError) {
        guard let first = expired.first?.id.rawValue, let last = expired.last?.id.rawValue else { return }
        let kept = try self.kept(expired, writer, now: now)
        var deleted = 0
        try writer.transaction { () throws(StoreError) in
            var low = first
            for id in kept.ids + [last + 1] {
                if low < id { deleted += try writer.deleteEvents(from: low, through: id - 1) }
                low = id + 1
            }
            try writer.set(.purgedThrough, to: last)
        }
        self.memory.purgedThrough = EventID(rawValue: last)
        self.memory.events = Swift.max(0, self.memory.events - deleted)
        for target in kept.deadGone { self.memory.dead[target, default: 0] -= 1 }
    }

    /// Which of the expired events must stay, and whose dead letters go.
    private func kept(
        _ expired: [EdgeEvent],
        _ writer: SQLiteWriter,
        now: Timestamp
    ) throws(StoreError) -> (ids: [Int64], deadGone: [TargetID]) {
        let rows = try writer.edgeOutcomes()
        rows.bind(1, expired.first?.id.rawValue)
        rows.bind(2, expired.last?.id.rawValue)
        defer { rows.reset() }
        let deadHorizon = now.milliseconds - self.options.deadRetentionMilliseconds
        var ids: [Int64] = []
        var deadGone: [TargetID] = []
        var isOnRow = try rows.step()
        for event in expired {
            var open = event.deliveries
            var isKept = false
            var dead: [TargetID] = []
            while isOnRow, rows.integer(0) <= event.id.rawValue {
                let state = SQLiteSchema.State(rawValue: rows.integer(2))
                if rows.integer(0) == event.id.rawValue, let state, state.isFinal {
                    open -= 1
                    if state == .dead {
                        dead.append(TargetID(rawValue: Int32(truncatingIfNeeded: rows.integer(1))))
                        if rows.integer(3) > deadHorizon { isKept = true }
                    }
                }
                isOnRow = try rows.step()
            }
            if open > 0 { self.noteOpenEvent(event.id) }
            if isKept || open > 0 { ids.append(event.id.rawValue) } else { deadGone += dead }
        }
        return (ids, deadGone)
    }

    /// The mark promises that this cannot be; an event that is still wanted is kept all the same.
    private func noteOpenEvent(_ id: EventID) {
        guard !self.housekeeping.isOpenEventTold else { return }
        self.housekeeping.isOpenEventTold = true
        self.notice("event \(id) is below the low-water mark and not final; it is kept. Please report this")
    }

    /// Drops rows of the arrival log that neither deduplication nor recovery nor an event needs any more.
    private func trimArrivals(_ writer: SQLiteWriter) throws(StoreError) -> Bool {
        let bound = [self.memory.window.floor, self.memory.open.lowWater, self.memory.purgedThrough].min() ?? .zero
        // A row reaches to the next one, so the last row that begins below the bound may reach beyond it.
        let rows = try writer.oldArrivals()
        rows.bind(1, bound.rawValue)
        rows.bind(2, Int64(Limits.purgeBatchMax))
        var firsts: [Int64] = []
        do {
            defer { rows.reset() }
            while try rows.step() { firsts.append(rows.integer(0)) }
        }
        guard firsts.count > 1, let last = firsts.last else { return false }
        try writer.transaction { () throws(StoreError) in try writer.deleteArrivals(below: last) }
        return firsts.count == Limits.purgeBatchMax
    }
}
