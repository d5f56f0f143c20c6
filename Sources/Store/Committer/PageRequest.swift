import Events

/// A page of a target's backlog that somebody waits for.
enum PageRequest {
    /// Deliveries that were never recorded; `found` is what earlier pieces of the look brought.
    case pending(
        target: TargetID,
        after: EventID,
        limit: Int,
        found: [PendingDelivery],
        reply: @Sendable ([PendingDelivery]) -> Void
    )
    /// Deliveries that wait for a retry.
    case retries(target: TargetID, after: RetryCursor, limit: Int, reply: @Sendable ([PendingDelivery]) -> Void)
    /// No page, but like one a thing that somebody waits for: a target is paused or resumed.
    case pause(TargetPause?, of: TargetID, reply: @Sendable () -> Void)
}
