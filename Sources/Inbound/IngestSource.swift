package import Events
package import Signatures
package import Telemetry

/// Where the events of one name go.
package struct IngestRoute: Sendable, Equatable {
    package let targets: [TargetID]
    /// Whether no route took the name; a route without targets drops on purpose, and that is something else.
    package let isUnrouted: Bool

    package init(targets: [TargetID], isUnrouted: Bool) {
        self.targets = targets
        self.isUnrouted = isUnrouted
    }
}

/// A source as the listener serves it.
package struct IngestSource: Sendable {
    package let name: String
    package let id: SourceID
    /// Compared with the exact bytes of the request's path; begins with `/`.
    package let path: String
    /// Proves requests by the source's scheme and secrets.
    package let verifier: Verifier
    /// What tells two events apart; at least one part.
    package let key: [IdempotencyKeyPart]
    /// Bytes of a body, 1 to ``Limits/bodyBytesMax``.
    package let bodyBytesMax: Int
    package let metrics: GatewayMetrics.Source
    /// What the sender asks besides its events; `nil` where it asks nothing.
    package let handshake: SourceHandshake?
    /// Resolves an event's name; asked once for every name and event loop, from that loop.
    package let route: @Sendable (String) -> IngestRoute

    /// How the source proves requests, and where they say what they are about.
    package var scheme: SignatureScheme { self.verifier.scheme }

    package init(
        name: String,
        id: SourceID,
        path: String,
        verifier: Verifier,
        key: [IdempotencyKeyPart],
        bodyBytesMax: Int = Limits.bodyBytesMaxDefault,
        metrics: GatewayMetrics.Source,
        handshake: SourceHandshake? = nil,
        route: @escaping @Sendable (String) -> IngestRoute
    ) {
        self.name = name
        self.id = id
        self.path = path
        self.verifier = verifier
        self.key = key
        self.bodyBytesMax = bodyBytesMax
        self.metrics = metrics
        self.handshake = handshake
        self.route = route
    }
}
