import ServiceLifecycle

/// A part that already runs and only has to be stopped in its turn.
///
/// The service group stops its services in reverse order, each before the next: listeners first, then lanes, then the
/// store.
struct ShutdownService: Service, CustomStringConvertible {
    let description: String
    private let stop: @Sendable () async -> Void

    init(_ description: String, stop: @escaping @Sendable () async -> Void) {
        self.description = description
        self.stop = stop
    }

    func run() async throws {
        try? await gracefulShutdown()
        await self.stop()
    }
}

/// A part that runs until it is told to stop.
struct RunningService: Service, CustomStringConvertible {
    let description: String
    private let body: @Sendable () async throws -> Void

    init(_ description: String, body: @escaping @Sendable () async throws -> Void) {
        self.description = description
        self.body = body
    }

    func run() async throws { try await self.body() }
}
