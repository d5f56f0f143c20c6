/// Hears of every commit, from the committer's thread; called at the edge, never under a lock.
package protocol CommitObserver: AnyObject, Sendable {
    /// A batch became durable.
    func committed(events: Int, duplicates: Int, records: Int, nanoseconds: UInt64)
    /// A batch failed; until ``recovered()`` every event is refused.
    func failed(_ error: StoreError)
    /// The store can be written again.
    func recovered()
    /// Something that an operator should know: a clock that jumped, a window that shrank, retention held back.
    func noticed(_ notice: String)
}
