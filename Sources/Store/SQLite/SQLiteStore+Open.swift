import Events
import Glibc

extension SQLiteStore {
    /// Takes the lock, opens the file, brings the schema up to date and rebuilds memory.
    ///
    /// See ``EventStore``.
    package func open() throws(StoreError) -> Recovery {
        precondition(self.writer == nil, "a store is opened once")
        let begun = self.clock.monotonicNanoseconds()
        self.lock = try StoreLock(
            path: self.path + "-lock",
            store: self.path,
            waitMilliseconds: self.options.lockWaitMilliseconds
        )
        do {
            try self.makeFile()
            do {
                try self.connect()
            } catch let error where error.code == .full && self.reserve.bytes > 0 {
                // What the last run left aside for this.
                self.reserve.giveUp()
                try self.connect()
            }
        } catch {
            self.writer = nil
            self.lock = nil
            throw error
        }
        let writer = try self.openWriter()
        self.isReserveSpent = self.settleReserve(writer) == .recordsOnly
        return Recovery(
            backlog: self.memory.backlog,
            pauses: try self.pauses(writer),
            dedupeKeys: self.memory.window.count,
            largestID: self.memory.largest,
            milliseconds: Int((self.clock.monotonicNanoseconds() &- begun) / 1_000_000)
        )
    }

    /// Opens the connection and rebuilds the memory from the file.
    func connect() throws(StoreError) {
        let writer = try SQLiteWriter(path: self.path, options: self.options)
        self.memory = try self.recover(writer)
        self.writer = writer
        self.housekeeping = Housekeeping()
    }

    /// Makes the file, if there is none, for its owner alone; SQLite gives its other files the same rights.
    private func makeFile() throws(StoreError) {
        let descriptor = Glibc.open(self.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(opening: self.path, of: self.path, errno: errno) }
        Glibc.close(descriptor)
    }
}
