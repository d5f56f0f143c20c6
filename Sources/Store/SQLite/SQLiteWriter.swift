import CSQLite
import Events

/// The writing connection with its statements: what the committer's thread uses for every batch.
final class SQLiteWriter {
    /// Pages in the write-ahead log.
    private struct LogState {
        /// As the last commit left it.
        var pages: Int32 = 0
        /// Of these, copied into the database.
        var copied: Int32 = 0
        /// How long the log must become before it is copied again, after a reader stood in the way.
        var notBefore: Int32 = 0
    }

    let connection: SQLiteConnection
    let names: NameTable
    let insertEvent: SQLiteStatement
    let insertArrivals: SQLiteStatement
    let findArrivals: SQLiteStatement
    let scanArrivals: SQLiteStatement
    let scanOutcomes: SQLiteStatement
    let insertOutcome: SQLiteStatement
    let findOutcome: SQLiteStatement
    let updateOutcome: SQLiteStatement
    let insertAttempt: SQLiteStatement
    let findRetries: SQLiteStatement
    let setMark: SQLiteStatement
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let rollback: SQLiteStatement
    /// Statements that are not part of every batch, by their text.
    var occasional: [String: SQLiteStatement] = [:]
    /// How far the write-ahead log is.
    private let log: UnsafeMutablePointer<LogState>

    init(path: String, options: SQLiteStoreOptions) throws(StoreError) {
        let connection = try SQLiteConnection(path: path, access: .readWrite, vfs: options.vfs)
        try Self.configure(connection, cacheBytes: options.cacheBytes)
        try SQLiteSchema.prepare(connection)
        self.connection = connection
        self.names = try NameTable(connection)
        self.begin = try connection.prepare("BEGIN IMMEDIATE")
        self.commit = try connection.prepare("COMMIT")
        self.rollback = try connection.prepare("ROLLBACK")
        self.insertEvent = try connection.prepare("INSERT INTO events VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        self.insertArrivals = try connection.prepare("INSERT INTO arrivals VALUES(?1, ?2, ?3)")
        self.findArrivals = try connection.prepare(
            "SELECT first, entries FROM arrivals WHERE first <= ?1 ORDER BY first DESC LIMIT 1"
        )
        self.scanArrivals = try connection.prepare(
            "SELECT first, entries, at FROM arrivals "
                + "WHERE first >= coalesce((SELECT max(first) FROM arrivals WHERE first <= ?1), 0) ORDER BY first"
        )
        self.scanOutcomes = try connection.prepare(
            "SELECT id, target, state FROM outcomes WHERE id > ?1 ORDER BY id, target"
        )
        self.insertOutcome = try connection.prepare(
            "INSERT INTO outcomes VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
        )
        self.findOutcome = try connection.prepare("SELECT state FROM outcomes WHERE id = ?1 AND target = ?2")
        self.updateOutcome = try connection.prepare(
            "UPDATE outcomes SET state = ?3, attempts = ?4, first_at = ?5, at = ?6, duration = ?7, due = ?8, "
                + "status = ?9, cause = ?10, error = ?11, detail = ?12 WHERE id = ?1 AND target = ?2"
        )
        self.insertAttempt = try connection.prepare(
            "INSERT OR REPLACE INTO attempts VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        )
        self.findRetries = try connection.prepare(
            "SELECT o.id, o.due, o.attempts, o.first_at, e.received_at, length(e.body) FROM outcomes o "
                + "JOIN events e ON e.id = o.id WHERE o.state = 1 AND o.target = ?1 AND (o.due, o.id) > (?2, ?3) "
                + "ORDER BY o.due, o.id LIMIT ?4"
        )
        self.setMark = try connection.prepare("INSERT OR REPLACE INTO marks VALUES(?1, ?2)")
        self.log = .allocate(capacity: 1)
        self.log.initialize(to: LogState())
        // In place of the automatic checkpoint, which would run inside COMMIT while senders wait for their answer.
        sqlite3_wal_hook(
            connection.handle,
            { context, _, _, pages in
                guard let log = context?.assumingMemoryBound(to: LogState.self) else { return SQLITE_OK }
                // Shorter than before: it began anew, and nothing of it is copied.
                if pages < log.pointee.pages { log.pointee = LogState() }
                log.pointee.pages = pages
                return SQLITE_OK
            },
            self.log
        )
    }

    deinit {
        sqlite3_wal_hook(self.connection.handle, nil, nil)
        self.log.deallocate()
    }

    private static func configure(_ connection: SQLiteConnection, cacheBytes: Int) throws(StoreError) {
        // The first touches the file, so that a wrong file is found before anything is written.
        guard try connection.integer("PRAGMA schema_version") >= 0 else { return }
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA secure_delete = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = \(-Swift.max(64, cacheBytes / 1024));
            PRAGMA journal_size_limit = 67108864;
            """
        )
    }

    // MARK: Transactions

    /// Runs `body` in one transaction; where it throws, or the commit does, nothing of it was done.
    func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try self.begin.run()
        do {
            let result = try body()
            try self.commit.run()
            return result
        } catch {
            // Some failures have rolled back by themselves.
            if !self.connection.isIdle { try? self.rollback.run() }
            self.names.forget()
            throw error
        }
    }

    /// Whether the connection can begin a transaction: false after a rollback that failed.
    var isUsable: Bool { self.connection.isIdle }

    func set(_ mark: SQLiteSchema.Mark, to value: Int64) throws(StoreError) {
        self.setMark.bind(1, mark.rawValue)
        self.setMark.bind(2, value)
        try self.setMark.run()
    }

    // MARK: Write-ahead log

    /// Pages in the log that could be copied into the database.
    var uncopiedPages: Int {
        let log = self.log.pointee
        return log.pages < log.notBefore ? 0 : Int(log.pages - log.copied)
    }

    /// Copies the log into the database, as far as readers let it; the next commit then begins it anew.
    func checkpoint() throws(StoreError) {
        var inLog: Int32 = 0
        var copied: Int32 = 0
        try self.connection.check(
            sqlite3_wal_checkpoint_v2(self.connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, &inLog, &copied)
        )
        let isComplete = copied >= inLog
        self.log.pointee = LogState(
            pages: Swift.max(0, inLog),
            copied: Swift.max(0, copied),
            notBefore: isComplete ? 0 : inLog + Int32(Limits.checkpointPagesIdle)
        )
    }

    /// Copies all of the log and gives its room back; when nobody else has the store open.
    func checkpointAtEnd() {
        sqlite3_wal_checkpoint_v2(self.connection.handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }
}
