import Events
import Glibc
import Store

/// A store in memory (`/dev/shm`), gone when nobody holds it any more.
final class MemoryStore {
    let engine: SQLiteStore
    private let folder: String

    /// Ids and times are the same in every run.
    private struct StandingClock: GatewayClock {
        func now() -> Timestamp { SampleKey.now }
        func monotonicNanoseconds() -> UInt64 { 0 }
    }

    init() throws {
        let folder = "/dev/shm/hookgate-micro-\(getpid())"
        guard mkdir(folder, 0o700) == 0 else { throw MicroError.missing("a folder in /dev/shm") }
        self.folder = folder
        self.engine = SQLiteStore(
            path: folder + "/micro.db",
            options: SQLiteStoreOptions(reserveBytes: 0),
            clock: StandingClock()
        )
        _ = try self.engine.open()
    }

    deinit {
        self.engine.close()
        for name in ["micro.db", "micro.db-wal", "micro.db-shm", "micro.db-lock", "micro.db-reserve"] {
            unlink(self.folder + "/" + name)
        }
        rmdir(self.folder)
    }
}
