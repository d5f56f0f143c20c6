import Events

/// Reads contents for deliveries that are not in memory: a read-only connection with one short statement.
final class SQLiteContentReader: EventContentReader {
    private struct Session {
        let connection: SQLiteConnection
        let find: SQLiteStatement
        let name: SQLiteStatement
    }

    private let path: String
    private let vfs: String?
    private var session: Session?
    private var names: [Int64: String] = [:]

    init(path: String, vfs: String?) {
        self.path = path
        self.vfs = vfs
    }

    func load(_ ids: [EventID]) throws(StoreError) -> [EventContent?] {
        do {
            let session = try self.open()
            var contents: [EventContent?] = []
            contents.reserveCapacity(ids.count)
            for id in ids { contents.append(try self.content(id, session)) }
            return contents
        } catch {
            // The next call begins with a new connection.
            self.session = nil
            throw error
        }
    }

    func close() { self.session = nil }

    private func open() throws(StoreError) -> Session {
        if let session = self.session { return session }
        let connection = try SQLiteConnection(path: self.path, access: .readOnly, vfs: self.vfs)
        try connection.execute("PRAGMA query_only = ON; PRAGMA cache_size = -2048")
        let session = Session(
            connection: connection,
            find: try connection.prepare(
                "SELECT source, type, received_at, occurred_at, headers, body FROM events WHERE id = ?1"
            ),
            name: try connection.prepare("SELECT name FROM names WHERE id = ?1")
        )
        self.session = session
        return session
    }

    private func content(_ id: EventID, _ session: Session) throws(StoreError) -> EventContent? {
        let row = session.find
        row.bind(1, id.rawValue)
        defer { row.reset() }
        guard try row.step() else { return nil }
        return EventContent(
            source: SourceID(rawValue: Int32(truncatingIfNeeded: row.integer(0))),
            name: try self.name(row.integer(1), session),
            receivedAt: Timestamp(milliseconds: row.integer(2)),
            occurredAt: row.optionalInteger(3).map(Timestamp.init(milliseconds:)),
            rawBody: row.array(5),
            normalizedBody: nil,
            headers: HeaderBlock(bytes: row.array(4))
        )
    }

    private func name(_ number: Int64, _ session: Session) throws(StoreError) -> String {
        if let name = self.names[number] { return name }
        session.name.bind(1, number)
        defer { session.name.reset() }
        guard try session.name.step(), let name = session.name.text(0) else { return "" }
        if self.names.count >= Limits.internedNamesMax { self.names.removeAll() }
        self.names[number] = name
        return name
    }
}
