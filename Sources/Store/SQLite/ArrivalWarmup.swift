import Events
import Synchronization

/// Reads the arrival log ahead with several readers while recovery walks over it.
///
/// Its pages lie between those of the events, so after a reboot one reader waits for the disk once a page; several
/// readers make the disk answer at once. Where the pages are in memory already, the readers notice and end.
final class ArrivalWarmup: Sendable {
    private let path: String
    private let vfs: String?
    private let first: Int64
    private let step: Int64
    private let next = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)

    private static let readers = 8
    private static let slices = 1_024
    /// Bytes a second and reader above which the disk is not what it waits for.
    private static let quickBytesPerSecond = 100_000_000.0

    private init(path: String, vfs: String?, first: Int64, last: Int64) {
        self.path = path
        self.vfs = vfs
        self.first = first
        self.step = Swift.max(1, (last - first) / Int64(Self.slices) + 1)
    }

    /// Runs `body` while the readers read ahead.
    ///
    /// - Parameters:
    ///   - connection: To the database; only its path is given to the readers.
    ///   - vfs: The file layer of the readers.
    ///   - databaseBytesMin: Below this size one reader is fast enough.
    ///   - body: Reads the same pages.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    static func around<Result>(
        _ connection: SQLiteConnection,
        vfs: String?,
        databaseBytesMin: Int = 128 * 1024 * 1024,
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard StoreFiles.bytes(connection.path) >= databaseBytesMin else { return try body() }
        let first = try connection.integer("SELECT min(first) FROM arrivals")
        let last = try connection.integer("SELECT max(first) FROM arrivals")
        let warmup = ArrivalWarmup(path: connection.path, vfs: vfs, first: first, last: last)
        // Without a thread it only takes longer.
        let threads = (0..<Self.readers).compactMap { _ in
            try? StoreThread(name: "store-warmup") { warmup.read() }
        }
        defer {
            warmup.isOver.store(true, ordering: .relaxed)
            for thread in threads { thread.join() }
        }
        return try body()
    }

    private func read() {
        // A failure here is recovery's to find: it reads the same pages.
        guard
            let connection = try? SQLiteConnection(path: self.path, access: .readOnly, vfs: self.vfs),
            let rows = try? connection.prepare(
                "SELECT total(length(entries)) FROM arrivals WHERE first >= ?1 AND first < ?2"
            )
        else { return }
        let clock = SystemClock()
        while !self.isOver.load(ordering: .relaxed) {
            let slice = self.next.add(1, ordering: .relaxed).oldValue
            guard slice < Self.slices else { return }
            let low = self.first + Int64(slice) * self.step
            rows.bind(1, low)
            rows.bind(2, low + self.step)
            let begun = clock.monotonicNanoseconds()
            defer { rows.reset() }
            guard (try? rows.step()) == true else { return }
            let seconds = Double(clock.monotonicNanoseconds() - begun) / 1e9
            let bytes = Double(rows.integer(0))
            if bytes > 10_000, bytes > seconds * Self.quickBytesPerSecond { return }
        }
    }
}
