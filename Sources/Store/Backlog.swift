package import Events

/// What the outbound side asks of the store.
///
/// Replies come on the store's own threads.
///
/// The replies of ``pending(target:after:limit:reply:)`` and the calls of ``AcceptedEventSink`` come from one thread and in
/// the order of their commits: an event is in the page, or is announced after the page, never both and never neither.
/// (An event that is announced while a page is on its way may be in that page too, if the page reaches so far.)
/// A page knows every record that was handed to ``record(_:)`` before the page was asked for. While the store cannot be
/// written, pages wait.
package protocol BacklogSource: AnyObject, Sendable {
    /// Pending deliveries above `after`; fewer than `limit` mean that there are no more.
    func pending(
        target: TargetID,
        after: EventID,
        limit: Int,
        reply: @escaping @Sendable ([PendingDelivery]) -> Void
    )
    /// Retries behind `after`; fewer than `limit` mean that there are no more.
    func retries(
        target: TargetID,
        after: RetryCursor,
        limit: Int,
        reply: @escaping @Sendable ([PendingDelivery]) -> Void
    )
    /// The contents of events, in the order asked for; `nil` where one no longer exists or is damaged. While the store
    /// cannot be read, contents wait.
    func load(_ ids: [EventID], reply: @escaping @Sendable ([EventContent?]) -> Void)
    /// Remembers that a target is paused, or with `nil` that it no longer is; replies once that is durable, and in the
    /// order of the calls. While the store cannot be written, it waits.
    func setPause(_ pause: TargetPause?, of target: TargetID, reply: @escaping @Sendable () -> Void)
    /// Writes what happened to deliveries; durable with one of the next commits.
    func record(_ records: [DeliveryRecord])
}
