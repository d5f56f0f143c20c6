/// Takes verified events on their way to the store; called by the event loops.
package protocol EventAcceptor: AnyObject, Sendable {
    /// Hands over events for the next commit.
    ///
    /// Events are taken from the front while the bounds of the queue allow it. Every event that was taken is answered
    /// once, through its receiver; for the rest the caller answers 503 at once.
    ///
    /// - Parameter events: In the order in which they should be stored.
    /// - Returns: How many were taken.
    func submit(_ events: [NewEvent]) -> Int
}
