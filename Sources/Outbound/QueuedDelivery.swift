import Events

/// What a ``LoadQueue`` needs to know of its entries.
protocol QueuedDelivery {
    var event: EventID { get }
    /// Bytes of the raw body.
    var weight: Int32 { get }
    var content: EventContent? { get set }
    var isMissing: Bool { get set }
}

/// A delivery that waits for its first attempt: 24 bytes.
struct FreshDelivery: QueuedDelivery {
    let event: EventID
    var content: EventContent?
    let weight: Int32
    /// The store no longer has the event.
    var isMissing = false

    init(event: EventID, content: EventContent?, weight: Int) {
        self.event = event
        self.content = content
        self.weight = Int32(clamping: weight)
    }
}

/// A delivery that waits for the moment of its next attempt: 32 bytes, no content.
struct WaitingRetry: Equatable {
    let due: Timestamp
    let event: EventID
    let firstAttemptAt: Timestamp
    /// Requests made so far.
    let attempts: Int32
    /// Bytes of the raw body.
    let weight: Int32

    var cursor: RetryCursor { RetryCursor(due: self.due, event: self.event) }
}

/// A retry whose moment has come; it waits for its content and for its turn.
struct DueRetry: QueuedDelivery {
    let retry: WaitingRetry
    var content: EventContent?
    var isMissing = false

    init(_ retry: WaitingRetry) { self.retry = retry }

    var event: EventID { self.retry.event }
    var weight: Int32 { self.retry.weight }
}
