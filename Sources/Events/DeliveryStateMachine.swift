/// Decides what becomes of a delivery after an attempt.
///
/// Pure: time and chance come in as arguments.
///
/// | outcome | decision |
/// |---|---|
/// | 2xx | delivered |
/// | a status that `retry_on` leaves out | dead: refused |
/// | anything else, an attempt left and within the age | retry |
/// | anything else, no attempt left or beyond the age | dead: exhausted |
package struct DeliveryStateMachine: Sendable, Equatable {
    package enum Decision: Sendable, Equatable {
        case delivered
        case retry(due: Timestamp)
        case dead(DeadCause)
    }

    package let policy: RetryPolicy
    /// The statuses that are worth a retry; `nil` for all.
    ///
    /// A failure without a status is always worth one.
    package let retryOn: StatusList?

    package init(policy: RetryPolicy, retryOn: StatusList? = nil) {
        self.policy = policy
        self.retryOn = retryOn
    }

    /// Decides after one attempt.
    ///
    /// `Retry-After` counts between the policy's own delay and ``Limits/retryAfterMillisecondsMax``. It can put a retry off
    /// until the end of the policy's age, never beyond: a target cannot make a delivery die early.
    ///
    /// - Parameters:
    ///   - outcome: What the attempt came to.
    ///   - attempts: Requests made so far, this one included.
    ///   - firstAttemptAt: When the first of them was made.
    ///   - now: When the outcome was known.
    ///   - generator: Where the jitter comes from.
    /// - Returns: The delivery's next state.
    package func decide(
        _ outcome: AttemptOutcome,
        attempts: Int,
        firstAttemptAt: Timestamp,
        now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Decision {
        if outcome.isSuccess { return .delivered }
        if outcome.status != 0, let retryOn = self.retryOn, !retryOn.contains(outcome.status) { return .dead(.refused) }
        guard let delay = self.policy.delay(afterAttempt: attempts, using: &generator) else { return .dead(.exhausted) }
        // A clock that stepped back must not keep a delivery alive for longer: its age is never negative.
        let end = Swift.min(firstAttemptAt, now).advanced(byMilliseconds: self.policy.maxAgeMilliseconds)
        let due = now.advanced(byMilliseconds: delay)
        guard due <= end else { return .dead(.exhausted) }
        guard let asked = outcome.retryAfterMilliseconds else { return .retry(due: due) }
        let honoured = now.advanced(byMilliseconds: Swift.min(asked, Limits.retryAfterMillisecondsMax))
        return .retry(due: Swift.min(Swift.max(due, honoured), end))
    }
}
