/// Why a delivery ended without success.
package enum DeadCause: String, Sendable, CaseIterable {
    /// All attempts that the policy allows were used, or its time ran out.
    case exhausted
    /// Waited longer than `max_age`.
    case expired
    /// Beyond the target's backlog cap.
    case overflow
    /// The outcome is one that the policy does not retry.
    case refused
    /// No request could be made of it (for example an event that cannot be read back).
    case undeliverable
}

/// The state that a record leaves a delivery in.
///
/// A delivery without a record is pending.
package enum RecordedState: Sendable, Equatable {
    /// The next attempt is due at this moment.
    case retrying(due: Timestamp)
    case delivered
    case dead(DeadCause)
    case cancelled
}

/// What happened to one delivery: the row that the store keeps, newest wins.
package struct DeliveryRecord: Sendable, Equatable {
    package var event: EventID
    package var target: TargetID
    package var state: RecordedState
    /// Requests made so far; 0 where it ended before the first (``DeadCause/overflow``, ``DeadCause/expired``).
    package var attempts: Int
    /// When the first request was made; the retry policy's `max_age` counts from it.
    package var firstAttemptAt: Timestamp?
    /// When this was found out.
    package var at: Timestamp
    /// What the last request took.
    package var durationMilliseconds: Int
    /// HTTP status of the last answer, or 0.
    package var status: Int
    /// Closed code of what went wrong, or `nil` after success.
    package var error: AttemptError?
    /// At most ``Limits/attemptDetailBytesMax`` bytes for people; no payload, no secret.
    package var detail: String?
    /// At most ``Limits/responseKeptBytesMax`` bytes of the target's answer, kept for failed attempts.
    package var response: [UInt8]?

    package init(
        event: EventID,
        target: TargetID,
        state: RecordedState,
        attempts: Int,
        firstAttemptAt: Timestamp?,
        at: Timestamp,
        durationMilliseconds: Int = 0,
        status: Int = 0,
        error: AttemptError? = nil,
        detail: String? = nil,
        response: [UInt8]? = nil
    ) {
        self.event = event
        self.target = target
        self.state = state
        self.attempts = attempts
        self.firstAttemptAt = firstAttemptAt
        self.at = at
        self.durationMilliseconds = durationMilliseconds
        self.status = status
        self.error = error
        self.detail = detail
        self.response = response
    }

    /// Whether nothing more happens to the delivery by itself.
    package var isFinal: Bool {
        if case .retrying = self.state { false } else { true }
    }
}
