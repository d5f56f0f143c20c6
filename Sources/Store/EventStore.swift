package import Events

/// The storage seam: an engine sees batches, and returns only when they are durable.
///
/// One thread at a time owns an engine and makes every call, one after the other; after the start the ``Committer``'s
/// thread is the one. SQLite implements it now; PostgreSQL fits the same shape (batches by `unnest`, ids made here,
/// conflicts answered as duplicates).
package protocol EventStore: AnyObject {
    /// Where the engine says what an operator should know. Set before ``open()``; called on the owning thread.
    var onNotice: (@Sendable (String) -> Void)? { get set }

    /// Opens or creates the store, brings its schema up to date and rebuilds what is held in memory.
    func open() throws(StoreError) -> Recovery

    /// Gives every name its lasting number, new names included.
    func intern(sources: [String], targets: [String]) throws(StoreError) -> InternedNames

    /// Makes a batch durable: new events are deduplicated and stored, records are written, in one transaction.
    ///
    /// - Returns: One result per event, in order: `.stored`, `.duplicate`, or `.refused` where the dedupe window has no
    ///   room. Where it throws, nothing of the batch was kept, no key of it stays in the dedupe window, and the same
    ///   events may be tried again.
    func commit(events: [NewEvent], records: [DeliveryRecord]) throws(StoreError) -> [AcceptResult]

    /// Pending deliveries of a target that were never recorded, above `after`, in order of id, at most `limit`.
    ///
    /// A bounded look: what it did not reach, ``PendingScan/next`` says.
    func pending(target: TargetID, after: EventID, limit: Int) throws(StoreError) -> PendingScan

    /// Retries of a target behind `after`, in order of due time, at most `limit`.
    func retries(target: TargetID, after: RetryCursor, limit: Int) throws(StoreError) -> [PendingDelivery]

    /// Remembers that a target is paused, or with `nil` that it no longer is; durable when it returns.
    ///
    /// ``open()`` gives it back in ``Recovery/pauses``.
    func setPause(_ pause: TargetPause?, of target: TargetID) throws(StoreError)

    /// Does a bounded piece of housekeeping (retention, window, checkpoint, low-water mark).
    ///
    /// - Parameter isIdle: Whether nobody waits for the store right now.
    /// - Returns: Whether there is more to do now.
    /// - Throws: ``StoreError``; what the piece would have changed is unchanged.
    func housekeep(isIdle: Bool) throws(StoreError) -> Bool

    /// Whether housekeeping should not wait for a quiet moment.
    var isHousekeepingUrgent: Bool { get }

    /// What the store can take, as far as is known without trying.
    var readiness: StoreReadiness { get }

    /// After a failure: tries what it can so that the store can be written again, and proves it by writing.
    ///
    /// - Throws: ``StoreError`` where it still cannot be written.
    func recoverFromFailure() throws(StoreError) -> StoreReadiness

    /// Another way into the store that only reads contents; used by one other thread, and closed before the store is.
    func makeReader() throws(StoreError) -> any EventContentReader

    /// Numbers for people, cheap enough to be asked for every second.
    var statistics: StoreStatistics { get }

    /// Writes what is only in memory, checkpoints and closes; further calls are a fault.
    func close()
}

/// What a store can take.
package enum StoreReadiness: Sendable, Equatable {
    case everything
    /// The disk is full up to the reserve: records and deletion work, events are refused.
    case recordsOnly
}

/// What a bounded look for pending deliveries brought.
package struct PendingScan: Sendable, Equatable {
    package var deliveries: [PendingDelivery]
    /// Where to go on; `nil` where the limit or the end was reached.
    package var next: EventID?

    package init(deliveries: [PendingDelivery], next: EventID? = nil) {
        self.deliveries = deliveries
        self.next = next
    }
}

/// Reads contents beside the thread that writes.
package protocol EventContentReader: AnyObject {
    /// The contents of events, in the order asked for; `nil` where one no longer exists.
    func load(_ ids: [EventID]) throws(StoreError) -> [EventContent?]
    func close()
}
