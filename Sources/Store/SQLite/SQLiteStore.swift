package import Events

/// The embedded engine: SQLite through its C API, one file.
///
/// What it keeps in memory (the dedupe window, where the low-water mark stands) is rebuilt from the file on
/// ``open()``. Why it is laid out as it is stands in docs/decisions/0007.
package final class SQLiteStore: EventStore {
    let path: String
    let options: SQLiteStoreOptions
    let clock: any GatewayClock
    let reserve: ReserveFile

    package var onNotice: (@Sendable (String) -> Void)?

    var lock: StoreLock?
    /// `nil` before ``open()``, and after a failure that the connection did not survive.
    var writer: SQLiteWriter?
    var memory: StoreMemory
    var housekeeping = Housekeeping()
    /// Set while events are taken into pages that retention freed, because the disk has no room for the reserve.
    var isThrifty = false
    /// Set from a full disk until there is room again.
    var isReserveSpent = false
    /// Reused for every batch.
    var batch = CommitBatch()
    /// Numbers of the targets in the configuration; empty before ``intern(sources:targets:)``.
    var configuredTargets: Set<Int32> = []

    /// - Parameters:
    ///   - path: The database file; `-wal`, `-shm`, `-lock` and `-reserve` stand beside it.
    ///   - options: What is kept for how long.
    ///   - clock: Makes ids, and decides what is too old.
    package init(
        path: String,
        options: SQLiteStoreOptions = SQLiteStoreOptions(),
        clock: any GatewayClock = SystemClock()
    ) {
        self.path = path
        self.options = options
        self.clock = clock
        var reserve = ReserveFile(path: path + "-reserve", bytes: options.reserveBytes)
        if let freeBytes = options.freeBytes { reserve.measure = freeBytes }
        self.reserve = reserve
        self.memory = StoreMemory(options: options, clock: clock)
    }

    /// The connection for writing.
    func openWriter() throws(StoreError) -> SQLiteWriter {
        guard let writer = self.writer else {
            throw StoreError(.inputOutput, "the store \(self.path) is not open")
        }
        return writer
    }

    /// Numbers the names of the configuration, each for ever.
    ///
    /// See ``EventStore``.
    package func intern(sources: [String], targets: [String]) throws(StoreError) -> InternedNames {
        let writer = try self.openWriter()
        let names = try writer.transaction { () throws(StoreError) in
            var names = InternedNames(sources: [:], targets: [:])
            for source in sources {
                names.sources[source] = SourceID(rawValue: try writer.names.number(.source, source))
            }
            for target in targets {
                names.targets[target] = TargetID(rawValue: try writer.names.number(.target, target))
            }
            return names
        }
        self.configuredTargets = Set(names.targets.values.map(\.rawValue))
        return names
    }

    package func makeReader() throws(StoreError) -> any EventContentReader {
        SQLiteContentReader(path: self.path, vfs: self.options.vfs)
    }

    /// Writes what memory knows, checkpoints and lets go of the file.
    ///
    /// See ``EventStore``.
    package func close() {
        guard let writer = self.writer else { return }
        // Without them the next start looks at a little more; nothing depends on them.
        try? self.writeMarks(writer)
        writer.checkpointAtEnd()
        self.writer = nil
        self.lock = nil
    }

    func notice(_ text: String) { self.onNotice?(text) }
}
