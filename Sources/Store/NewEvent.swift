package import Events

/// One verified, normalized and routed event on its way into the store.
package struct NewEvent: Sendable {
    package let content: EventContent
    /// What tells it apart from others (product.md §2.5); the source is part of it.
    package let key: KeyDigest
    /// Where it goes; empty for an unrouted event.
    package let targets: [TargetID]
    /// Who waits for the result.
    package let ticket: any AcceptTicket
    /// Where the results of a batch go, all at once.
    package let receiver: any AcceptReceiver

    package init(
        content: EventContent,
        key: KeyDigest,
        targets: [TargetID],
        ticket: any AcceptTicket,
        receiver: any AcceptReceiver
    ) {
        self.content = content
        self.key = key
        self.targets = targets
        self.ticket = ticket
        self.receiver = receiver
    }
}

/// What a receiver recognises its request by.
///
/// The store only hands it back.
package protocol AcceptTicket: AnyObject, Sendable {}

/// One result for one ticket.
package struct AcceptAnswer: Sendable {
    package let ticket: any AcceptTicket
    package let result: AcceptResult

    package init(ticket: any AcceptTicket, result: AcceptResult) {
        self.ticket = ticket
        self.result = result
    }
}

/// Takes the results of a batch, one call per batch and receiver (an event loop), from the committer's thread.
package protocol AcceptReceiver: AnyObject, Sendable {
    func accepted(_ answers: [AcceptAnswer])
}

/// Takes the events of a batch that is durable, in order of id, from the committer's thread, before they are answered.
package protocol AcceptedEventSink: AnyObject, Sendable {
    func accepted(_ events: [AcceptedEvent])
}
