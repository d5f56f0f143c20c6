package import Events

/// An event as people look at it.
package struct EventRecord: Sendable {
    package var id: EventID
    package var source: String
    package var content: EventContent
    package var targets: [TargetID]
}

/// One recorded outcome of an event for a target; a delivery without one is pending.
package struct DeliveryView: Sendable, Equatable {
    package enum State: String, Sendable {
        case retrying, delivered, dead, cancelled
    }

    package var target: TargetID
    package var state: State
    package var attempts: Int
    package var firstAttemptAt: Timestamp?
    package var at: Timestamp
    package var due: Timestamp?
    package var status: Int
    package var cause: DeadCause?
    package var error: AttemptError?
    package var detail: String?
}

/// One failed attempt.
package struct AttemptView: Sendable, Equatable {
    package var target: TargetID
    package var attempt: Int
    package var at: Timestamp
    package var durationMilliseconds: Int
    package var status: Int
    package var error: AttemptError?
    package var detail: String?
    package var response: [UInt8]?
}
