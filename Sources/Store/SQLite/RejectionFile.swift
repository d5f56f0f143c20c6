import CSQLite
import Events
import Glibc

/// The file of the kept rejections; used by one thread at a time.
final class RejectionFile {
    private static let applicationID: Int64 = 0x4847_524A  // "HGRJ"
    private static let version: Int64 = 1
    private static let columns =
        "id, at, peer, source, cause, method, target, headers, body_bytes, replayable, findings, explanation, replayed"

    private let connection: SQLiteConnection
    private let bounds: RejectionBounds
    private let insert: SQLiteStatement
    private var count = 0
    private var bytes = 0

    init(path: String, bounds: RejectionBounds) throws(StoreError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(opening: path, of: path, errno: errno) }
        Glibc.close(descriptor)
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        self.connection = connection
        self.bounds = bounds
        try Self.configure(connection, bytesMax: bounds.bytes)
        self.insert = try connection.prepare(
            """
            INSERT INTO rejections(at, peer, source, cause, method, target, headers, body_bytes, replayable, findings,
                explanation, size, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """
        )
        try self.countAll()
    }

    private static func configure(_ connection: SQLiteConnection, bytesMax: Int) throws(StoreError) {
        // One process has it: no shared memory. The log is synced at checkpoints alone, because what the last seconds
        // brought is no loss after a power failure.
        try connection.execute(
            """
            PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            PRAGMA cache_size = -512; PRAGMA journal_size_limit = 4194304; PRAGMA trusted_schema = OFF;
            """
        )
        let application = try connection.integer("PRAGMA application_id")
        let found = try connection.integer("PRAGMA user_version")
        if application == 0, try connection.integer("SELECT count(*) FROM sqlite_master") == 0 {
            try connection.execute(
                """
                CREATE TABLE rejections(
                    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, size INTEGER NOT NULL,
                    source TEXT NOT NULL, cause TEXT NOT NULL, peer TEXT NOT NULL, method TEXT NOT NULL,
                    target TEXT NOT NULL, body_bytes INTEGER NOT NULL, replayable INTEGER NOT NULL,
                    findings TEXT NOT NULL, explanation TEXT NOT NULL, replayed TEXT, headers BLOB NOT NULL,
                    body BLOB NOT NULL);
                CREATE INDEX rejections_kind ON rejections(source, cause);
                CREATE INDEX rejections_age ON rejections(at);
                PRAGMA application_id = \(Self.applicationID);
                PRAGMA user_version = \(Self.version);
                """
            )
        } else if application != Self.applicationID || found != Self.version {
            throw StoreError(.corrupt, "\(connection.path) does not hold rejections that this version knows")
        }
        // Twice what is kept: pages that are half full, and indexes. The rest is a fault, and stops here.
        let pageBytes = max(512, try connection.integer("PRAGMA page_size"))
        _ = try connection.integer("PRAGMA max_page_count = \(Int64(bytesMax) * 2 / pageBytes + 64)")
    }

    private func countAll() throws(StoreError) {
        self.count = Int(try self.connection.integer("SELECT count(*) FROM rejections"))
        self.bytes = Int(try self.connection.integer("SELECT coalesce(sum(size), 0) FROM rejections"))
    }

    // MARK: Writing

    func add(_ rejections: [Rejection], now: Timestamp) throws(StoreError) {
        try self.connection.execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try self.removeOld(now: now)
            for rejection in rejections { try self.add(rejection) }
            try self.makeRoom()
            try self.connection.execute("COMMIT")
        } catch {
            if !self.connection.isIdle { try? self.connection.execute("ROLLBACK") }
            try? self.countAll()
            throw error
        }
    }

    private func add(_ rejection: Rejection) throws(StoreError) {
        let insert = self.insert
        insert.bind(1, rejection.receivedAt.milliseconds)
        insert.bind(2, rejection.peer)
        insert.bind(3, rejection.source)
        insert.bind(4, rejection.cause.rawValue)
        insert.bind(5, rejection.method)
        insert.bind(6, rejection.target)
        insert.bind(7, rejection.headers.bytes)
        insert.bind(8, Int64(rejection.bodyBytes))
        insert.bind(9, rejection.isReplayable ? 1 : 0)
        insert.bind(10, rejection.findings)
        insert.bind(11, rejection.explanation)
        insert.bind(12, Int64(rejection.storedBytes))
        insert.bind(13, rejection.body)
        try insert.run()
        self.count += 1
        self.bytes += rejection.storedBytes
    }

    private func removeOld(now: Timestamp) throws(StoreError) {
        let oldest = now.advanced(byMilliseconds: -self.bounds.milliseconds).milliseconds
        try self.remove("SELECT id FROM rejections WHERE at < \(oldest)")
    }

    /// Lets the largest kinds go, oldest first, a twentieth more than must be so that it is not done for every one.
    private func makeRoom() throws(StoreError) {
        guard self.count > self.bounds.count || self.bytes > self.bounds.bytes else { return }
        let countMax = self.bounds.count - self.bounds.count / 20
        let bytesMax = self.bounds.bytes - self.bounds.bytes / 20
        while self.count > countMax || self.bytes > bytesMax {
            let measure = self.bytes > bytesMax ? "sum(size)" : "count(*)"
            let piece = max(1, self.count / 200)
            try self.remove(
                """
                SELECT r.id FROM rejections r JOIN
                    (SELECT source, cause FROM rejections GROUP BY source, cause ORDER BY \(measure) DESC LIMIT 1) k
                    ON r.source = k.source AND r.cause = k.cause ORDER BY r.id LIMIT \(piece)
                """
            )
        }
    }

    /// Removes those that a query names, and counts them.
    private func remove(_ query: String) throws(StoreError) {
        let statement = try self.connection.prepare("DELETE FROM rejections WHERE id IN (\(query)) RETURNING size")
        defer { statement.reset() }
        while try statement.step() {
            self.count -= 1
            self.bytes -= Int(statement.integer(0))
        }
    }

    func markReplayed(_ id: Int64, as event: String) throws(StoreError) {
        let statement = try self.connection.prepare("UPDATE rejections SET replayed = ?2 WHERE id = ?1")
        statement.bind(1, id)
        statement.bind(2, event)
        try statement.run()
    }

    // MARK: Reading

    func list(_ query: RejectionQuery) throws(StoreError) -> [Rejection] {
        var conditions = ["id < ?1"]
        if query.source != nil { conditions.append("source = ?2") }
        if query.cause != nil { conditions.append("cause = ?3") }
        let statement = try self.connection.prepare(
            "SELECT \(Self.columns) FROM rejections WHERE \(conditions.joined(separator: " AND ")) "
                + "ORDER BY id DESC LIMIT \(min(max(1, query.limit), Limits.rejectionsPerPageMax))"
        )
        defer { statement.reset() }
        statement.bind(1, query.before ?? Int64.max)
        if let source = query.source { statement.bind(2, source) }
        if let cause = query.cause { statement.bind(3, cause.rawValue) }
        var found: [Rejection] = []
        while try statement.step() { found.append(Self.read(statement, body: [])) }
        return found
    }

    func find(_ id: Int64) throws(StoreError) -> Rejection? {
        let statement = try self.connection.prepare("SELECT \(Self.columns), body FROM rejections WHERE id = ?1")
        defer { statement.reset() }
        statement.bind(1, id)
        guard try statement.step() else { return nil }
        return Self.read(statement, body: statement.array(13))
    }

    private static func read(_ row: SQLiteStatement, body: [UInt8]) -> Rejection {
        Rejection(
            id: row.integer(0),
            receivedAt: Timestamp(milliseconds: row.integer(1)),
            peer: row.text(2) ?? "",
            source: row.text(3) ?? "",
            cause: row.text(4).flatMap { RejectionCause(rawValue: $0) } ?? .badRequest,
            method: row.text(5) ?? "",
            target: row.text(6) ?? "",
            headers: HeaderBlock(bytes: row.array(7)),
            body: body,
            bodyBytes: Int(row.integer(8)),
            isReplayable: row.integer(9) != 0,
            findings: row.text(10) ?? "",
            explanation: row.text(11) ?? "",
            replayedAs: row.text(12)
        )
    }
}
