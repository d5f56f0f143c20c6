import Events

/// Events with the sample bodies.
enum SampleEvent {
    static func content(of body: [UInt8]) -> EventContent {
        EventContent(
            source: SourceID(rawValue: 1),
            name: SampleBody.names[0],
            receivedAt: SampleKey.now,
            occurredAt: SampleKey.now,
            rawBody: body,
            normalizedBody: body,
            headers: HeaderBlock()
        )
    }
}
