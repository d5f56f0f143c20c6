/// What one accepted webhook said: immutable, shared by every delivery of it.
///
/// The normalized body is not stored: the store keeps the raw bytes, and whoever loads an event for a retry computes
/// it again. Where both are the same bytes they share one array.
package final class EventContent: Sendable {
    package let source: SourceID
    /// The event's name as the sender gave it; 1 to ``Limits/eventNameBytesMax`` bytes, no control characters.
    package let name: String
    /// When the gateway had the whole request.
    ///
    /// Retention and windows use it, never the id.
    package let receivedAt: Timestamp
    /// When it happened, if the sender said so.
    package let occurredAt: Timestamp?
    /// The body, byte for byte as received.
    package let rawBody: [UInt8]
    /// The normalized body (product.md §2.4), or `nil` where this copy was read back from the store.
    package let normalizedBody: [UInt8]?
    /// Original headers that are kept, in the compact form of ``HeaderBlock``.
    package let headers: HeaderBlock

    package init(
        source: SourceID,
        name: String,
        receivedAt: Timestamp,
        occurredAt: Timestamp?,
        rawBody: [UInt8],
        normalizedBody: [UInt8]?,
        headers: HeaderBlock
    ) {
        self.source = source
        self.name = name
        self.receivedAt = receivedAt
        self.occurredAt = occurredAt
        self.rawBody = rawBody
        self.normalizedBody = normalizedBody
        self.headers = headers
    }

    /// What the event weighs against the bounds of a backlog: bytes of its raw body.
    package var weight: Int { self.rawBody.count }
}

/// An event that the store has made durable, on its way to the lanes.
package struct AcceptedEvent: Sendable {
    package let id: EventID
    package let content: EventContent
    /// Where it goes; empty for an unrouted event.
    package let targets: [TargetID]

    package init(id: EventID, content: EventContent, targets: [TargetID]) {
        self.id = id
        self.content = content
        self.targets = targets
    }
}
