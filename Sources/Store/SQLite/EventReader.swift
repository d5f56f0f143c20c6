package import Events

/// Read-only questions to an SQLite store that may be in use; one thread, short statements, nothing held open between them.
package final class EventReader {
    private let connection: SQLiteConnection
    private let contents: SQLiteContentReader

    /// - Throws: ``StoreError`` where there is no store.
    package init(path: String, vfs: String? = nil) throws(StoreError) {
        self.connection = try SQLiteConnection(path: path, access: .readOnly, vfs: vfs)
        self.contents = SQLiteContentReader(path: path, vfs: vfs)
    }

    /// One event, or `nil`.
    package func event(_ id: EventID) throws(StoreError) -> EventRecord? {
        guard let content = try self.contents.load([id]).first ?? nil else { return nil }
        let row = try self.connection.prepare(
            "SELECT e.targets, n.name FROM events e LEFT JOIN names n ON n.id = e.source WHERE e.id = ?1"
        )
        row.bind(1, id.rawValue)
        defer { row.reset() }
        guard try row.step() else { return nil }
        return EventRecord(
            id: id,
            source: row.text(1) ?? "",
            content: content,
            targets: TargetList.read(row.bytes(0))
        )
    }

    /// What was recorded of an event's deliveries, by target.
    package func deliveries(of id: EventID) throws(StoreError) -> [DeliveryView] {
        let rows = try self.connection.prepare(
            "SELECT target, state, attempts, first_at, at, due, status, cause, error, detail FROM outcomes "
                + "WHERE id = ?1 ORDER BY target"
        )
        rows.bind(1, id.rawValue)
        defer { rows.reset() }
        var found: [DeliveryView] = []
        while try rows.step() {
            found.append(
                DeliveryView(
                    target: TargetID(rawValue: Int32(truncatingIfNeeded: rows.integer(0))),
                    state: Self.state(rows.integer(1)),
                    attempts: Int(rows.integer(2)),
                    firstAttemptAt: rows.optionalInteger(3).map(Timestamp.init(milliseconds:)),
                    at: Timestamp(milliseconds: rows.integer(4)),
                    due: rows.optionalInteger(5).map(Timestamp.init(milliseconds:)),
                    status: Int(rows.integer(6)),
                    cause: rows.text(7).flatMap(DeadCause.init(rawValue:)),
                    error: rows.text(8).flatMap(AttemptError.init(rawValue:)),
                    detail: rows.text(9)
                )
            )
        }
        return found
    }

    /// The failed attempts of an event's deliveries, by target and number.
    package func attempts(of id: EventID) throws(StoreError) -> [AttemptView] {
        let rows = try self.connection.prepare(
            "SELECT target, attempt, at, duration, status, error, detail, response FROM attempts "
                + "WHERE id = ?1 ORDER BY target, attempt"
        )
        rows.bind(1, id.rawValue)
        defer { rows.reset() }
        var found: [AttemptView] = []
        while try rows.step() {
            found.append(
                AttemptView(
                    target: TargetID(rawValue: Int32(truncatingIfNeeded: rows.integer(0))),
                    attempt: Int(rows.integer(1)),
                    at: Timestamp(milliseconds: rows.integer(2)),
                    durationMilliseconds: Int(rows.integer(3)),
                    status: Int(rows.integer(4)),
                    error: rows.text(5).flatMap(AttemptError.init(rawValue:)),
                    detail: rows.text(6),
                    response: rows.optionalBytes(7)
                )
            )
        }
        return found
    }

    /// How many events there are, counted one by one: milliseconds for each hundred thousand.
    package func eventCount() throws(StoreError) -> Int {
        Int(try self.connection.integer("SELECT count(*) FROM events"))
    }

    private static func state(_ number: Int64) -> DeliveryView.State {
        switch SQLiteSchema.State(rawValue: number) {
        case .retrying: .retrying
        case .delivered: .delivered
        case .dead: .dead
        case .cancelled, nil: .cancelled
        }
    }
}
