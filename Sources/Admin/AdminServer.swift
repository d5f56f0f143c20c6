package import Events
internal import HTTPTypes
internal import Hummingbird
package import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization
package import Telemetry

/// The operator's listener: health, readiness, metrics and status, on a port of its own.
///
/// It is not on the way of an event, so it is a plain async server (Hummingbird) on its own thread.
package struct AdminServer: Sendable {
    private let configuration: AdminConfiguration
    private let sources: Sources
    private let logger: Logger
    private let started: @Sendable (AdminAddress) -> Void

    /// What the pages are made of.
    package struct Sources: Sendable {
        package let metrics: GatewayMetrics
        package let health: Health
        package let clock: any GatewayClock
        /// `nil` where refused requests are not kept.
        package let rejections: RejectionAccess?
        package let targets: TargetControl
        package let status: @Sendable () -> GatewayStatus

        package init(
            metrics: GatewayMetrics,
            health: Health,
            clock: any GatewayClock,
            rejections: RejectionAccess? = nil,
            targets: TargetControl,
            status: @escaping @Sendable () -> GatewayStatus
        ) {
            self.metrics = metrics
            self.health = health
            self.clock = clock
            self.rejections = rejections
            self.targets = targets
            self.status = status
        }
    }

    /// - Parameters:
    ///   - configuration: Where it listens and whom it lets in.
    ///   - sources: What the pages are made of.
    ///   - logger: For refused requests, at debug level.
    ///   - started: Told the address once it is bound.
    package init(
        configuration: AdminConfiguration,
        sources: Sources,
        logger: Logger,
        started: @escaping @Sendable (AdminAddress) -> Void
    ) {
        self.configuration = configuration
        self.sources = sources
        self.logger = logger
        self.started = started
    }

    /// Serves until the graceful shutdown; throws ``AdminError`` where the address cannot be taken.
    package func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let configuration = self.configuration
        let started = self.started
        let application = Application(
            router: self.router(),
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(Int64(Limits.keepAliveIdleSeconds)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Limits.headBytesMax,
                        maxHeaderListSize: Limits.headBytesMax,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: "hookgate"
            ),
            onServerRunning: { channel in
                started(AdminAddress(host: configuration.host, port: channel.localAddress?.port ?? configuration.port))
            },
            eventLoopGroupProvider: .shared(group),
            logger: Self.quiet(self.logger)
        )
        do {
            try await application.run()
        } catch let error as IOError {
            try await group.shutdownGracefully()
            throw AdminError.cannotListen(host: configuration.host, port: configuration.port, errno: error.errnoCode)
        }
        try await group.shutdownGracefully()
    }

    /// Hummingbird announces its address at info level; ours is announced with the others.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        return quiet
    }

    private func router() -> Router<BasicRequestContext> {
        let sources = self.sources
        let router = Router()
        router.add(middleware: AnswerHeaders())
        router.add(middleware: HostGuard(allowed: self.configuration.hostNames))
        router.add(middleware: TokenGuard(isValid: self.configuration.isTokenValid))
        router.add(middleware: OriginGuard())
        router.get("/healthz") { _, _ in AdminAnswer.json(#"{"status":"ok"}"#) }
        router.get("/readyz") { _, _ in AdminAnswer.readiness(sources.health) }
        router.get("/metrics") { _, _ in
            AdminAnswer.text(
                sources.metrics.prometheusText(now: sources.clock.now(), version: GatewayVersion.current),
                type: "text/plain; version=0.0.4; charset=utf-8"
            )
        }
        router.get("/api/v1/status") { _, _ in try AdminAnswer.encoded(sources.status()) }
        if let access = sources.rejections { RejectionRoutes(access: access, logger: self.logger).add(to: router) }
        Self.addTargets(sources.targets, to: router)
        return router
    }
}
