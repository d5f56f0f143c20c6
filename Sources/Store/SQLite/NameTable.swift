import Events

/// Gives names their lasting numbers, and keeps those of events at hand.
final class NameTable {
    private let find: SQLiteStatement
    private let insert: SQLiteStatement
    private let connection: SQLiteConnection
    private var events: [String: Int32] = [:]

    init(_ connection: SQLiteConnection) throws(StoreError) {
        self.connection = connection
        self.find = try connection.prepare("SELECT id FROM names WHERE kind = ?1 AND name = ?2")
        self.insert = try connection.prepare("INSERT INTO names(kind, name) VALUES(?1, ?2)")
    }

    /// The number of an event's name; within a transaction.
    func event(_ name: String) throws(StoreError) -> Int32 {
        if let number = self.events[name] { return number }
        let number = try self.number(.event, name)
        // Names are the senders' choice: what does not fit is looked up again.
        if self.events.count >= Limits.internedNamesMax { self.forget() }
        self.events[name] = number
        return number
    }

    /// The number of a name, which gets one if it has none; within a transaction.
    func number(_ kind: SQLiteSchema.NameKind, _ name: String) throws(StoreError) -> Int32 {
        self.find.bind(1, kind.rawValue)
        self.find.bind(2, name)
        defer { self.find.reset() }
        if try self.find.step() { return Int32(truncatingIfNeeded: self.find.integer(0)) }
        self.insert.bind(1, kind.rawValue)
        self.insert.bind(2, name)
        try self.insert.run()
        return Int32(truncatingIfNeeded: self.connection.lastRow)
    }

    /// Forgets the numbers at hand, because a transaction that may have given some was taken back.
    func forget() { self.events.removeAll(keepingCapacity: true) }
}
