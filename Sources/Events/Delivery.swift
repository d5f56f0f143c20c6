/// One delivery as recovery and the cursor read it: an event for a target, and how far it got.
package struct PendingDelivery: Sendable, Equatable {
    package var event: EventID
    /// When the event was received; `max_age` counts from it.
    package var receivedAt: Timestamp
    /// Bytes of the raw body.
    package var weight: Int
    /// Requests made so far.
    package var attempts: Int
    /// When the first of them was made.
    package var firstAttemptAt: Timestamp?
    /// When the next one is due; `nil` where it is due at once.
    package var due: Timestamp?

    package init(
        event: EventID,
        receivedAt: Timestamp,
        weight: Int,
        attempts: Int = 0,
        firstAttemptAt: Timestamp? = nil,
        due: Timestamp? = nil
    ) {
        self.event = event
        self.receivedAt = receivedAt
        self.weight = weight
        self.attempts = attempts
        self.firstAttemptAt = firstAttemptAt
        self.due = due
    }
}

/// A place in a target's retries, ordered by due time and then by id.
package struct RetryCursor: Sendable, Hashable, Comparable {
    package var due: Timestamp
    package var event: EventID

    package init(due: Timestamp, event: EventID) {
        self.due = due
        self.event = event
    }

    /// Before every retry.
    package static let start = RetryCursor(due: Timestamp(milliseconds: .min), event: .zero)
    /// After every retry.
    package static let end = RetryCursor(due: Timestamp(milliseconds: .max), event: .max)

    package static func < (left: RetryCursor, right: RetryCursor) -> Bool {
        left.due != right.due ? left.due < right.due : left.event < right.event
    }
}
