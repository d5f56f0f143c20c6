import CSQLite
import Events

// Statements of housekeeping: prepared when they are first needed, kept from then on.

extension SQLiteWriter {
    /// Id, time and targets of the events behind ?1 up to ?2, at most ?3.
    func edgeEvents() throws(StoreError) -> SQLiteStatement {
        try self.kept(
            "SELECT id, received_at, targets FROM events WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3"
        )
    }

    /// Id, target, state and moment of the outcomes from ?1 through ?2.
    func edgeOutcomes() throws(StoreError) -> SQLiteStatement {
        try self.kept("SELECT id, target, state, at FROM outcomes WHERE id BETWEEN ?1 AND ?2 ORDER BY id, target")
    }

    /// First ids of the arrival rows up to ?1, at most ?2.
    func oldArrivals() throws(StoreError) -> SQLiteStatement {
        try self.kept("SELECT first FROM arrivals WHERE first <= ?1 ORDER BY first LIMIT ?2")
    }

    /// Deletes arrival rows that begin below an id.
    func deleteArrivals(below first: Int64) throws(StoreError) {
        let statement = try self.kept("DELETE FROM arrivals WHERE first < ?1")
        statement.bind(1, first)
        try statement.run()
    }

    /// Deletes events with all that belongs to them.
    ///
    /// - Returns: How many there were.
    func deleteEvents(from low: Int64, through high: Int64) throws(StoreError) -> Int {
        for table in ["attempts", "outcomes", "events"] {
            let statement = try self.kept("DELETE FROM \(table) WHERE id BETWEEN ?1 AND ?2")
            statement.bind(1, low)
            statement.bind(2, high)
            try statement.run()
        }
        // Of the last statement, which deletes the events.
        return Int(sqlite3_changes(self.connection.handle))
    }

    /// Pages that deletion freed and that nothing uses yet.
    func freePages() throws(StoreError) -> Int {
        let statement = try self.kept("PRAGMA freelist_count")
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    func kept(_ sql: String) throws(StoreError) -> SQLiteStatement {
        if let statement = self.occasional[sql] { return statement }
        let statement = try self.connection.prepare(sql)
        self.occasional[sql] = statement
        return statement
    }
}
