import CSQLite
import Events

/// One connection to a database file; used by one thread at a time.
final class SQLiteConnection {
    /// What the connection may do.
    enum Access {
        case readWrite
        /// Never writes and never checkpoints: with SQLite before 3.51.3 a second connection that checkpoints can damage
        /// the database (sqlite.org/wal.html#walresetbug).
        case readOnly
    }

    let path: String
    let handle: OpaquePointer

    /// - Parameters:
    ///   - path: The database file.
    ///   - access: What the connection may do.
    ///   - vfs: Name of a file layer of SQLite; tests put a failing disk there.
    /// - Throws: ``StoreError`` where the file cannot be opened.
    init(path: String, access: Access, vfs: String? = nil) throws(StoreError) {
        var handle: OpaquePointer?
        let mode = access == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let result = sqlite3_open_v2(path, &handle, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs)
        guard result == SQLITE_OK, let handle else {
            let failure = SQLiteFailure(code: result, database: handle)
            sqlite3_close_v2(handle)
            throw StoreError(failure, path: path)
        }
        self.path = path
        self.handle = handle
        if access == .readOnly { _ = hg_sqlite_never_checkpoint_on_close(handle) }
    }

    deinit { sqlite3_close_v2(self.handle) }

    /// Runs statements that give no rows, or whose rows do not matter.
    func execute(_ sql: String) throws(StoreError) {
        try self.check(sqlite3_exec(self.handle, sql, nil, nil, nil))
    }

    /// A statement that is used again and again.
    func prepare(_ sql: String) throws(StoreError) -> SQLiteStatement {
        try SQLiteStatement(sql, on: self)
    }

    /// The first column of the first row.
    func integer(_ sql: String) throws(StoreError) -> Int64 {
        let statement = try self.prepare(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    /// The number of the row that was inserted last.
    var lastRow: Int64 { sqlite3_last_insert_rowid(self.handle) }

    /// Whether no transaction is open.
    var isIdle: Bool { sqlite3_get_autocommit(self.handle) != 0 }

    func check(_ result: Int32) throws(StoreError) {
        guard result != SQLITE_OK else { return }
        throw StoreError(SQLiteFailure(code: result, database: self.handle), path: self.path)
    }
}
