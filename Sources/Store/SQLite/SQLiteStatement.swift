import CSQLite
import Events

/// One prepared statement.
///
/// Parameters and columns are numbered as in SQLite: from 1 and from 0.
final class SQLiteStatement {
    private let connection: SQLiteConnection
    private let handle: OpaquePointer

    init(_ sql: String, on connection: SQLiteConnection) throws(StoreError) {
        var handle: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        try connection.check(sqlite3_prepare_v3(connection.handle, sql, -1, flags, &handle, nil))
        guard let handle else { throw StoreError(.internal, "a statement of the store is empty", cause: sql) }
        self.connection = connection
        self.handle = handle
    }

    deinit { sqlite3_finalize(self.handle) }

    // MARK: Parameters. Binding fails only for a wrong number or a value that is too large: `step` tells of both.

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(self.handle, index, value) }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { self.bind(index, value) } else { sqlite3_bind_null(self.handle, index) }
    }

    /// Binds bytes without copying them: they must stay where they are until ``reset()``.
    func bindUncopied(_ index: Int32, _ bytes: UnsafeRawBufferPointer) {
        if let base = bytes.baseAddress {
            sqlite3_bind_blob64(self.handle, index, base, UInt64(bytes.count), nil)
        } else {
            sqlite3_bind_zeroblob(self.handle, index, 0)
        }
    }

    func bind(_ index: Int32, _ bytes: [UInt8]?) {
        guard let bytes else {
            sqlite3_bind_null(self.handle, index)
            return
        }
        _ = bytes.withUnsafeBytes { buffer in
            if buffer.isEmpty {
                sqlite3_bind_zeroblob(self.handle, index, 0)
            } else {
                sqlite3_bind_blob64(self.handle, index, buffer.baseAddress, UInt64(buffer.count), Self.copies)
            }
        }
    }

    func bind(_ index: Int32, _ text: String?) {
        guard var text else {
            sqlite3_bind_null(self.handle, index)
            return
        }
        text.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text64(
                    self.handle,
                    index,
                    characters.baseAddress,
                    UInt64(characters.count),
                    Self.copies,
                    UInt8(SQLITE_UTF8)
                )
            }
        }
    }

    /// `SQLITE_TRANSIENT`, which is a cast that Swift cannot import.
    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    // MARK: Rows

    /// Goes to the next row.
    ///
    /// - Returns: Whether there is one.
    func step() throws(StoreError) -> Bool {
        let result = sqlite3_step(self.handle)
        if result == SQLITE_ROW { return true }
        if result == SQLITE_DONE { return false }
        throw self.failure(result)
    }

    /// Runs a statement without rows and makes it ready for the next time.
    func run() throws(StoreError) {
        let result = sqlite3_step(self.handle)
        guard result == SQLITE_DONE || result == SQLITE_ROW else { throw self.failure(result) }
        sqlite3_reset(self.handle)
    }

    /// Like ``run()``, but a row that exists already is an answer, not an error.
    ///
    /// - Returns: Whether the row is new.
    func insertIfNew() throws(StoreError) -> Bool {
        let result = sqlite3_step(self.handle)
        if result & 0xFF == SQLITE_CONSTRAINT {
            sqlite3_reset(self.handle)
            return false
        }
        guard result == SQLITE_DONE else { throw self.failure(result) }
        sqlite3_reset(self.handle)
        return true
    }

    func reset() { sqlite3_reset(self.handle) }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(self.handle, column) }

    func optionalInteger(_ column: Int32) -> Int64? {
        sqlite3_column_type(self.handle, column) == SQLITE_NULL ? nil : self.integer(column)
    }

    func text(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(self.handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(self.handle, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// The bytes of a column, valid until the next step.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let base = sqlite3_column_blob(self.handle, column)
        return UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(self.handle, column)))
    }

    func optionalBytes(_ column: Int32) -> [UInt8]? {
        sqlite3_column_type(self.handle, column) == SQLITE_NULL ? nil : self.array(column)
    }

    func array(_ column: Int32) -> [UInt8] { Array(self.bytes(column)) }

    private func failure(_ result: Int32) -> StoreError {
        let failure = SQLiteFailure(code: result, database: self.connection.handle)
        sqlite3_reset(self.handle)
        return StoreError(failure, path: self.connection.path)
    }
}
