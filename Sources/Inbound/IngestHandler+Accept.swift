// Accept: everything that was found out becomes one event, and the event goes to the store.

internal import Events
internal import Payload
internal import Store

extension IngestHandler {
    /// What is kept of a request that became an event.
    func content(_ request: CurrentRequest, _ read: ReadRequest) -> EventContent {
        let document = read.document
        return EventContent(
            source: request.source.source.id,
            name: read.name,
            receivedAt: request.receivedAt,
            occurredAt: self.occurrence(request, document),
            rawBody: document.isIdentical ? document.bytes : self.body.bytes,
            normalizedBody: document.bytes,
            headers: self.loop.keptHeaders.block(request.head)
        )
    }

    /// Puts together what the store takes.
    func event(_ request: CurrentRequest, _ read: ReadRequest, _ key: KeyDigest) -> NewEvent {
        self.isUnrouted = read.route.isUnrouted
        // because: the ticket is made when the handler is added to its pipeline, and released with its connection.
        let ticket = self.ticket!
        return NewEvent(
            content: self.content(request, read),
            key: key,
            targets: read.route.targets,
            ticket: ticket,
            receiver: self.loop.receiver
        )
    }

    /// Hands the event over; the answer comes through ``answered(_:at:)``.
    func accept(_ event: NewEvent) {
        self.phase = .accepting
        self.releaseBody()
        self.loop.submit(event)
    }
}
