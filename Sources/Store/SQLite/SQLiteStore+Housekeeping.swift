import Events

extension SQLiteStore {
    /// Does the most urgent small piece of work.
    ///
    /// See ``EventStore``.
    package func housekeep(isIdle: Bool) throws(StoreError) -> Bool {
        do {
            return try self.doPiece(isIdle: isIdle)
        } catch {
            self.giveUpReserve(after: error)
            throw error
        }
    }

    /// A log that is not copied in time grows beyond what the reserve can take on a full disk.
    package var isHousekeepingUrgent: Bool {
        self.writer.map { $0.uncopiedPages >= Limits.checkpointPages } ?? false
    }

    private func doPiece(isIdle: Bool) throws(StoreError) -> Bool {
        let writer = try self.openWriter()
        let now = self.clock.monotonicNanoseconds()
        if writer.uncopiedPages >= (isIdle ? Limits.checkpointPagesIdle : Limits.checkpointPages) {
            try writer.checkpoint()
            return true
        }
        if self.isThrifty, self.housekeeping.isReserveDue(now) {
            self.housekeeping.reserveLookedFor(now)
            self.isThrifty = !self.reserve.putInPlace()
        }
        let reading = self.memory.readClock(self.clock)
        if let notice = self.memory.retentionClock.takeNotice() { self.notice(notice) }
        self.keepWindow(reading)
        if self.memory.window.sweep() { return true }
        if case .trusted(let wall) = reading {
            if try self.purge(writer, now: wall, steady: now) { return true }
            if try self.lookThroughDead(writer, now: wall, steady: now) { return true }
        }
        if self.housekeeping.areMarksDue(now), isIdle { try self.writeMarks(writer) }
        return false
    }

    private func keepWindow(_ reading: RetentionClock.Reading) {
        let window = self.memory.window
        switch reading {
        case .trusted(let now): window.expire(now: now)
        case .suspended(let explained): window.expire(now: explained)
        }
        guard window.shrinks > self.housekeeping.toldShrinks else { return }
        self.housekeeping.toldShrinks = window.shrinks
        let hours = window.oldest.map { self.clock.now().milliseconds(since: $0) / 3_600_000 } ?? 0
        self.notice(
            "there are more than \(self.options.dedupeKeysMax) dedupe keys: the window shrank to \(hours) h; "
                + "raise `max_keys` to keep it longer"
        )
    }

    // MARK: Marks

    /// Writes the marks in a transaction of their own.
    func writeMarks(_ writer: SQLiteWriter) throws(StoreError) {
        try writer.transaction { () throws(StoreError) in try self.setMarks(writer) }
    }

    /// Sets the marks within a transaction.
    ///
    /// They may be a little old after a crash, never ahead of what is committed.
    func setMarks(_ writer: SQLiteWriter) throws(StoreError) {
        self.housekeeping.marksWritten(self.clock.monotonicNanoseconds())
        try writer.set(.lowWater, to: self.memory.open.lowWater.rawValue)
        try writer.set(.forgottenThrough, to: self.memory.window.floor.rawValue)
        try writer.set(.events, to: Int64(self.memory.events))
        try writer.set(.eventsThrough, to: self.memory.largest.rawValue)
        if case .trusted(let now) = self.memory.readClock(self.clock) {
            try writer.set(.lastSeen, to: now.milliseconds)
        }
    }

    package var statistics: StoreStatistics {
        StoreStatistics(
            events: self.memory.events,
            dead: self.memory.dead.filter { $0.value > 0 },
            openDeliveries: self.memory.open.count,
            lowWater: self.memory.open.lowWater,
            dedupeKeys: self.memory.window.count,
            dedupeBytes: self.memory.window.bytes,
            dedupeOldest: self.memory.window.oldest,
            dedupeShrinks: self.memory.window.shrinks,
            databaseBytes: StoreFiles.bytes(self.path),
            logBytes: StoreFiles.bytes(self.path + "-wal"),
            isReserveInPlace: self.reserve.isInPlace
        )
    }
}
