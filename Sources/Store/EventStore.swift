package import Events

/// The storage seam: an engine sees batches, and returns only when they are durable.
///
/// One thread owns an engine and makes every call, one after the other; the ``Committer`` is that thread. SQLite
/// implements it now; PostgreSQL fits the same shape (batches by `unnest`, ids made here, conflicts answered as duplicates).
package protocol EventStore: AnyObject {
    /// Opens or creates the store, brings its schema up to date and rebuilds what is held in memory.
    func open() throws(StoreError) -> Recovery

    /// Gives every name its lasting number, new names included.
    func intern(sources: [String], targets: [String]) throws(StoreError) -> InternedNames

    /// Makes a batch durable: new events are deduplicated and stored, records are written, in one transaction.
    ///
    /// - Returns: One result per event, in order: `.stored` or `.duplicate`. Where it throws, nothing of the batch was
    ///   kept, no key of it stays in the dedupe window, and the same events may be tried again.
    func commit(events: [NewEvent], records: [DeliveryRecord]) throws(StoreError) -> [AcceptResult]

    /// Pending deliveries of a target that were never recorded, above `after`, in order of id, at most `limit`.
    func pending(target: TargetID, after: EventID, limit: Int) throws(StoreError) -> [PendingDelivery]

    /// Retries of a target behind `after`, in order of due time, at most `limit`.
    func retries(target: TargetID, after: RetryCursor, limit: Int) throws(StoreError) -> [PendingDelivery]

    /// Does a bounded piece of housekeeping (retention, window, checkpoint, low-water mark).
    ///
    /// - Returns: Whether there is more to do now.
    func housekeep(now: Timestamp) throws(StoreError) -> Bool

    /// After a failure: whether the store can be written again. Tries what it can to make it so.
    func recoverFromFailure(now: Timestamp) throws(StoreError)

    /// Checkpoints and closes; further calls are a fault.
    func close()
}
