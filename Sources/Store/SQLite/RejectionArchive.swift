package import Events
import Glibc
import Synchronization

/// Refused requests in a small file of their own, beside the store: whatever strangers send, the store does not notice.
///
/// Bounded by count, bytes and age. Where room must be made, the oldest of the source and cause with the most goes first,
/// so that an attack pushes out its own and not the one mistake that somebody looks for. Called from any thread, one call
/// at a time; a call takes milliseconds at most.
package final class RejectionArchive: Sendable {
    private let state: Mutex<State>
    package let path: String

    /// - Parameters:
    ///   - path: The file; made where there is none, for its owner alone.
    ///   - bounds: How many are kept, and for how long.
    /// - Throws: ``StoreError`` where it can neither be opened nor made anew.
    package init(path: String, bounds: RejectionBounds = RejectionBounds()) throws(StoreError) {
        self.path = path
        let file: RejectionFile
        do throws(StoreError) {
            file = try RejectionFile(path: path, bounds: bounds)
        } catch {
            // Rejections are there to look at: a damaged file is not worth a gateway that does not start.
            guard !error.isRetryable else { throw error }
            for ending in ["", "-wal", "-journal"] { unlink(path + ending) }
            file = try RejectionFile(path: path, bounds: bounds)
        }
        self.state = Mutex(State(file))
    }

    /// The file, until it is closed.
    // because: the connection in it is only used with the lock held, by one thread at a time.
    private struct State: @unchecked Sendable {
        var file: RejectionFile?

        init(_ file: RejectionFile) { self.file = file }
    }

    /// Keeps some, and lets go of what is too old or too much; all in one transaction.
    package func add(_ rejections: [Rejection], now: Timestamp) throws(StoreError) {
        try self.withFile { (file) throws(StoreError) in try file.add(rejections, now: now) }
    }

    /// A page without bodies, newest first.
    package func list(_ query: RejectionQuery) throws(StoreError) -> [Rejection] {
        try self.withFile { (file) throws(StoreError) in try file.list(query) }
    }

    /// One, whole; `nil` where it was never there or is gone.
    package func find(_ id: Int64) throws(StoreError) -> Rejection? {
        try self.withFile { (file) throws(StoreError) in try file.find(id) }
    }

    /// Remembers what the replay of one became.
    package func markReplayed(_ id: Int64, as event: EventID) throws(StoreError) {
        try self.withFile { (file) throws(StoreError) in try file.markReplayed(id, as: event.description) }
    }

    /// Closes the file; every later call throws.
    package func close() { self.state.withLock { $0.file = nil } }

    private func withFile<Result>(
        _ body: (RejectionFile) throws(StoreError) -> sending Result
    ) throws(StoreError) -> sending Result {
        try self.state.withLock { (state) throws(StoreError) in
            guard let file = state.file else {
                throw StoreError(.unreachable, "the kept rejections are closed: the gateway is ending")
            }
            return try body(file)
        }
    }
}
