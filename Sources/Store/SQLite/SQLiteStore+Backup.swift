import CSQLite
import Events
import Glibc

extension SQLiteStore {
    /// Pages that one step of a backup copies.
    private static let backupStepPages: Int32 = 1_024

    /// Writes a consistent copy of a store that may be in use.
    ///
    /// Reads through a connection that never writes and never checkpoints, within one read transaction: the copy is the
    /// store as it was when the backup began. The write-ahead log cannot begin anew until the backup is done.
    ///
    /// - Parameters:
    ///   - source: The store's file.
    ///   - destination: The new file; an existing one is never overwritten. Readable for its owner alone.
    ///   - progress: Pages done and pages in all, after every step.
    /// - Throws: ``StoreError``; nothing is left at `destination` then.
    package static func backup(
        from source: String,
        to destination: String,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws(StoreError) {
        guard access(source, F_OK) == 0 else {
            throw StoreError(.unreachable, "there is no store at \(source); check `[store] url`")
        }
        guard access(destination, F_OK) != 0 else { throw Self.exists(destination) }
        let part = destination + ".part"
        let descriptor = Glibc.open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw StoreError(opening: part, of: destination, errno: errno) }
            throw StoreError(
                .unreachable,
                "\(part) exists: another backup is being written, or one was broken off; delete it in that case"
            )
        }
        Glibc.close(descriptor)
        defer { unlink(part) }
        try Self.copy(from: source, to: part, progress: progress)
        // Unlike rename, link never replaces a file.
        guard link(part, destination) == 0 else {
            if errno == EEXIST { throw Self.exists(destination) }
            throw StoreError(opening: destination, of: destination, errno: errno)
        }
    }

    private static func exists(_ destination: String) -> StoreError {
        StoreError(.unreachable, "\(destination) exists and is not overwritten; name a new file")
    }

    private static func copy(
        from source: String,
        to part: String,
        progress: (Int, Int) -> Void
    ) throws(StoreError) {
        let reading = try SQLiteConnection(path: source, access: .readOnly)
        let application = try reading.integer("PRAGMA application_id")
        guard application == SQLiteSchema.applicationID else {
            throw StoreError(.corrupt, "\(source) is no store of the gateway; check `[store] url`")
        }
        // Held from here to the end, so that commits of the gateway do not make the copy begin again.
        try reading.execute("BEGIN")
        _ = try reading.integer("SELECT count(*) FROM marks")
        let writing = try SQLiteConnection(path: part, access: .readWrite)
        guard let backup = sqlite3_backup_init(writing.handle, "main", reading.handle, "main") else {
            throw StoreError(
                SQLiteFailure(code: sqlite3_extended_errcode(writing.handle), database: writing.handle),
                path: part
            )
        }
        var result = SQLITE_OK
        while result == SQLITE_OK {
            result = sqlite3_backup_step(backup, Self.backupStepPages)
            let total = Int(sqlite3_backup_pagecount(backup))
            progress(total - Int(sqlite3_backup_remaining(backup)), total)
        }
        sqlite3_backup_finish(backup)
        guard result == SQLITE_DONE else {
            throw StoreError(SQLiteFailure(code: result, database: nil), path: part)
        }
        try reading.execute("COMMIT")
        // One file, complete by itself; the gateway makes it a write-ahead store again when it opens it.
        try writing.execute("PRAGMA journal_mode = DELETE")
    }
}
