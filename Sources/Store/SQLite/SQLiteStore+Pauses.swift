package import Events

extension SQLiteStore {
    /// Writes or deletes the row of a paused target, in a transaction of its own.
    ///
    /// See ``EventStore``.
    package func setPause(_ pause: TargetPause?, of target: TargetID) throws(StoreError) {
        let writer = try self.openWriter()
        do {
            try writer.transaction { () throws(StoreError) in
                let statement: SQLiteStatement
                if let pause {
                    statement = try writer.kept("INSERT OR REPLACE INTO pauses VALUES(?1, ?2, ?3)")
                    statement.bind(2, pause.cause.rawValue)
                    statement.bind(3, pause.since.milliseconds)
                } else {
                    statement = try writer.kept("DELETE FROM pauses WHERE target = ?1")
                }
                statement.bind(1, Int64(target.rawValue))
                try statement.run()
            }
        } catch {
            self.giveUpReserve(after: error)
            throw error
        }
    }

    /// What ``setPause(_:of:)`` left; a cause that a newer version wrote counts as by hand.
    func pauses(_ writer: SQLiteWriter) throws(StoreError) -> [TargetID: TargetPause] {
        let rows = try writer.kept("SELECT target, cause, since FROM pauses")
        defer { rows.reset() }
        var found: [TargetID: TargetPause] = [:]
        while try rows.step() {
            found[TargetID(rawValue: Int32(truncatingIfNeeded: rows.integer(0)))] = TargetPause(
                cause: rows.text(1).flatMap(TargetPause.Cause.init(rawValue:)) ?? .manual,
                since: Timestamp(milliseconds: rows.integer(2))
            )
        }
        return found
    }
}
