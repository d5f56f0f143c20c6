import Events

// A full disk: the reserve is given back, so that records can be written and retention can delete. Events are refused
// until the reserve is in place again (the operator made room) or deletion has freed as many pages inside the file, which
// does not shrink. In the second case the store is thrifty: it looks at the free pages before every batch of events and
// stops before the disk does.
//
// Any other failure: the transaction was rolled back on the connection, and the same connection goes on. Reopening would
// replay what a failed fsync left in the write-ahead log, and bring back a batch that was refused; going on overwrites it.

extension SQLiteStore {
    /// Bytes of a page of the database.
    private static let pageBytes = 4_096

    package var readiness: StoreReadiness { self.isReserveSpent ? .recordsOnly : .everything }

    /// Writes a probe, after opening the file again where the connection did not survive.
    ///
    /// See ``EventStore``.
    package func recoverFromFailure() throws(StoreError) -> StoreReadiness {
        if let writer = self.writer, !writer.isUsable { self.writer = nil }
        if self.writer == nil { try self.connect() }
        let writer = try self.openWriter()
        do {
            try self.probe(writer)
        } catch let error where error.code == .full && self.reserve.bytes > 0 {
            self.giveUpReserve(after: error)
            // Into the database and out of the log, so that the log begins anew within the room it has.
            try? writer.checkpoint()
            try self.probe(writer)
        }
        let readiness = self.settleReserve(writer)
        self.isReserveSpent = readiness == .recordsOnly
        return readiness
    }

    /// Gives the reserve to the disk once the disk is full, even if a small write would still pass: what comes next are
    /// records and deletion, and events only when there is room for both again.
    func giveUpReserve(after error: StoreError) {
        guard error.code == .full, self.reserve.bytes > 0 else { return }
        self.isReserveSpent = true
        self.reserve.giveUp()
    }

    /// Whether there is room for events, and whether the reserve could be put back for them.
    func settleReserve(_ writer: SQLiteWriter) -> StoreReadiness {
        self.isThrifty = false
        if self.reserve.putInPlace() { return .everything }
        let free = ((try? writer.freePages()) ?? 0) * Self.pageBytes
        self.isThrifty = free >= 2 * self.reserve.bytes
        return self.isThrifty ? .everything : .recordsOnly
    }

    /// Without a reserve on the disk, refuses events before the free pages are used up.
    func keepRoomForRecords(_ writer: SQLiteWriter) throws(StoreError) {
        guard try writer.freePages() * Self.pageBytes < self.reserve.bytes else { return }
        self.isReserveSpent = true
        throw StoreError(
            .full,
            "there is no room left for the store \(self.path); make room on its disk, or lower `retention`",
            cause: "the pages that retention freed are used up"
        )
    }

    /// Writes something and waits until it is durable.
    private func probe(_ writer: SQLiteWriter) throws(StoreError) {
        try writer.transaction { () throws(StoreError) in
            try writer.set(.probe, to: self.clock.now().milliseconds)
        }
    }
}
