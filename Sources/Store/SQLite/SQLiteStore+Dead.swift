import Events

// Events whose other deliveries are long done stay for their dead letters, behind the purge. Once a minute the dead
// letters are looked through, target by target along their own index, and what is older than `dead_retention` goes.

extension SQLiteStore {
    /// Looks at a piece of the dead letters, and at deliveries that nobody is configured for.
    ///
    /// - Returns: Whether there is more.
    func lookThroughDead(_ writer: SQLiteWriter, now: Timestamp, steady: UInt64) throws(StoreError) -> Bool {
        if self.housekeeping.deadTargets.isEmpty {
            guard self.housekeeping.isDeadDue(steady) else { return false }
            self.housekeeping.deadLookedThrough(steady)
            self.housekeeping.deadTargets = self.memory.dead.filter { $0.value > 0 }.keys.sorted()
            self.housekeeping.deadAfter = .zero
            try self.endOrphans(now: now)
        }
        guard let target = self.housekeeping.deadTargets.last else { return false }
        let horizon = now.milliseconds - self.options.deadRetentionMilliseconds
        let found = try self.dead(of: target, writer)
        if let last = found.last, found.count == Limits.purgeBatchMax {
            self.housekeeping.deadAfter = last.id
        } else {
            self.housekeeping.deadTargets.removeLast()
            self.housekeeping.deadAfter = .zero
        }
        for dead in found where dead.at <= horizon && dead.id <= self.memory.purgedThrough {
            try self.deleteIfDeadAndGone(dead.id, writer, horizon: horizon)
        }
        return !self.housekeeping.deadTargets.isEmpty
    }

    private func dead(
        of target: TargetID,
        _ writer: SQLiteWriter
    ) throws(StoreError) -> [(id: EventID, at: Int64)] {
        let rows = try writer.connection.prepare(
            "SELECT id, at FROM outcomes WHERE state = 3 AND target = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
        )
        rows.bind(1, Int64(target.rawValue))
        rows.bind(2, self.housekeeping.deadAfter.rawValue)
        rows.bind(3, Int64(Limits.purgeBatchMax))
        defer { rows.reset() }
        var found: [(id: EventID, at: Int64)] = []
        while try rows.step() { found.append((EventID(rawValue: rows.integer(0)), rows.integer(1))) }
        return found
    }

    private func deleteIfDeadAndGone(_ id: EventID, _ writer: SQLiteWriter, horizon: Int64) throws(StoreError) {
        let rows = try writer.connection.prepare("SELECT target, state, at FROM outcomes WHERE id = ?1")
        rows.bind(1, id.rawValue)
        var targets: [TargetID] = []
        do {
            defer { rows.reset() }
            while try rows.step() {
                let state = SQLiteSchema.State(rawValue: rows.integer(1))
                guard let state, state.isFinal, state != .dead || rows.integer(2) <= horizon else { return }
                if state == .dead { targets.append(TargetID(rawValue: Int32(truncatingIfNeeded: rows.integer(0)))) }
            }
        }
        let deleted = try writer.transaction { () throws(StoreError) in
            try writer.deleteEvents(from: id.rawValue, through: id.rawValue)
        }
        self.memory.events = Swift.max(0, self.memory.events - deleted)
        for target in targets { self.memory.dead[target, default: 0] -= 1 }
    }

    /// Ends deliveries of targets that are no longer configured once they are too old: nobody else does, and they would
    /// hold back retention for ever.
    private func endOrphans(now: Timestamp) throws(StoreError) {
        guard !self.configuredTargets.isEmpty else { return }
        for target in self.memory.backlog.keys.sorted() where !self.configuredTargets.contains(target.rawValue) {
            let pending = try self.pending(target: target, after: .zero, limit: Limits.purgeBatchMax).deliveries
            let retries = try self.retries(target: target, after: .start, limit: Limits.purgeBatchMax)
            let records = (pending + retries)
                .filter { now.milliseconds(since: $0.receivedAt) >= self.options.orphanMilliseconds }
                .map { delivery in
                    DeliveryRecord(
                        event: delivery.event,
                        target: target,
                        state: .dead(.expired),
                        attempts: delivery.attempts,
                        firstAttemptAt: delivery.firstAttemptAt,
                        at: now,
                        detail: "its target is no longer configured"
                    )
                }
            if !records.isEmpty { _ = try self.commit(events: [], records: records) }
        }
    }
}
