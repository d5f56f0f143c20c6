import Admin
import Events
import Inbound
import Logging
import NIOCore
import Outbound
import Settings
import Signatures
import Store
import Telemetry

/// Translates the settings into what each room asks for.
///
/// Rooms do not know `Settings`.
struct Wiring: Sendable {
    let settings: GatewaySettings
    let names: InternedNames
    let metrics: GatewayMetrics
    let clock: any GatewayClock
    let supervision: Supervision
    /// By the name of the source: where a sender may hand over its key.
    let exchanges: [String: KeyExchange]

    /// The outbound side, not yet running.
    func dispatcher(backlog: any BacklogSource) throws -> Dispatcher {
        let targets = zip(self.settings.targets, self.metrics.targets).map { target, metrics in
            self.target(target, metrics: metrics)
        }
        let sources = Dictionary(uniqueKeysWithValues: self.names.sources.map { ($1, $0) })
        return try Dispatcher(
            targets: try targets.map { try $0.get() },
            settings: DispatcherSettings(
                sources: sources,
                userAgent: "hookgate/\(GatewayVersion.current)",
                seed: UInt64.random(in: .min ... .max)
            ),
            backlog: backlog,
            clock: self.clock,
            logger: Logger(label: "outbound")
        )
    }

    private func target(
        _ target: TargetSettings,
        metrics: GatewayMetrics.Target
    ) -> Result<TargetConfiguration, any Error> {
        Result {
            TargetConfiguration(
                id: self.id(of: target),
                name: target.name,
                url: target.url.request,
                metrics: metrics,
                format: BodyFormat(rawValue: target.format.rawValue) ?? .normalized,
                retry: target.retry,
                retryOn: target.retryOn,
                concurrency: target.concurrency,
                rate: target.rate,
                breaker: target.breaker,
                orderBy: target.orderBy,
                attemptTimeoutMilliseconds: target.timeoutMilliseconds,
                connectTimeoutMilliseconds: target.connectTimeoutMilliseconds,
                maxAgeMilliseconds: target.maxAgeMilliseconds,
                backlogBytesMax: target.maxBacklogBytes,
                signer: try target.signing.map { try Signer(scheme: $0.scheme, secret: $0.secret) },
                forwardHeaders: target.forwardHeaders,
                headers: target.headers.map { ($0.name, $0.value.revealed) },
                tls: TargetTLS(
                    caFile: target.tls?.authority,
                    certificateFile: target.tls?.certificate,
                    keyFile: target.tls?.key,
                    serverName: target.tls?.serverName,
                    isAtLeast13: target.tls?.minVersion == .tls13
                ),
                socketPath: target.url.socket,
                proxy: target.proxy
            )
        }
    }

    private func id(of target: TargetSettings) -> TargetID {
        guard let id = self.names.targets[target.name] else {
            preconditionFailure("the store numbers every target of the configuration")
        }
        return id
    }

    /// The inbound side, not yet listening.
    func ingest(acceptor: any EventAcceptor, rejections: RejectionKeeper?) throws -> IngestServer {
        let table = RoutingTable(self.settings.routes)
        let targets = self.names.targets
        let confirmer = SubscriptionConfirmer(logger: Logger(label: "inbound"))
        let sources = try zip(self.settings.sources, self.metrics.sources).map { source, metrics in
            guard let id = self.names.sources[source.name] else {
                preconditionFailure("the store numbers every source of the configuration")
            }
            return IngestSource(
                name: source.name,
                id: id,
                path: source.path,
                verifier: try Verifier(scheme: source.scheme, secrets: Self.secrets(of: source)),
                key: source.key,
                bodyBytesMax: source.maxBodyBytes,
                metrics: metrics,
                handshake: try self.handshake(source, confirmer),
                route: { event in
                    let decision = table.resolve(source: source.name, event: event)
                    return IngestRoute(
                        targets: decision.targets.compactMap { targets[$0] },
                        isUnrouted: decision.isUnrouted
                    )
                }
            )
        }
        return try IngestServer(
            configuration: self.ingestConfiguration(sources),
            acceptor: acceptor,
            clock: self.clock,
            logger: Logger(label: "inbound"),
            rejections: rejections
        )
    }

    /// Half of the cores: the other half is for the committer and the lanes (measurements: a second loop on two cores
    /// only adds switches between threads).
    private static var eventLoopsDefault: Int {
        Swift.max(1, Swift.min(Limits.eventLoopsMax, System.coreCount / 2))
    }

    private func ingestConfiguration(_ sources: [IngestSource]) -> IngestConfiguration {
        let server = self.settings.server
        var limits = IngestLimits()
        limits.connectionsMax = server.maxConnections
        limits.connectionsPerPeerMax = server.maxConnectionsPerPeer
        limits.headDeadlineMilliseconds = server.headTimeoutMilliseconds
        limits.bodyDeadlineMilliseconds = server.bodyTimeoutMilliseconds
        limits.keepAliveIdleMilliseconds = server.idleTimeoutMilliseconds
        limits.shutdownGraceMilliseconds = Int64(Limits.drainGraceSeconds) * 1_000
        return IngestConfiguration(
            listen: server.listen.map { Inbound.ListenAddress(host: $0.host, port: $0.port) },
            tls: server.tls.map { TLSFiles(certificate: $0.certificate, key: $0.key) },
            sources: sources,
            eventLoops: server.threads ?? Self.eventLoopsDefault,
            limits: limits,
            metrics: self.metrics,
            inherited: self.supervision.inherited
        )
    }

    /// The operator's listener.
    func admin(
        health: Health,
        listening: [String],
        rejections: RejectionAccess?,
        dispatcher: Dispatcher,
        started: @escaping @Sendable (AdminAddress) -> Void
    ) throws -> AdminServer {
        let admin = self.settings.admin
        let begun = self.clock.now()
        var isTokenValid: (@Sendable (String) -> Bool)?
        if let text = admin.token {
            let token = try AdminToken(text)
            isTokenValid = { presented in token.matches(presented) }
        }
        return AdminServer(
            configuration: AdminConfiguration(
                host: admin.listen.host,
                port: admin.listen.port,
                additionalHostNames: admin.hosts,
                isTokenValid: isTokenValid
            ),
            sources: AdminServer.Sources(
                metrics: self.metrics,
                health: health,
                clock: self.clock,
                rejections: rejections,
                targets: self.targetControl(dispatcher),
                status: { self.status(health: health, listening: listening, begun: begun) },
                arm: { self.arm($0) }
            ),
            logger: Logger(label: "admin"),
            started: started
        )
    }

    private func status(health: Health, listening: [String], begun: Timestamp) -> GatewayStatus {
        let now = self.clock.now()
        return GatewayStatus(
            version: GatewayVersion.current,
            startedAt: begun.rfc3339,
            uptimeSeconds: now.milliseconds(since: begun) / 1_000,
            isReady: health.troubles.isEmpty,
            troubles: health.troubles.map { "\($0.part.rawValue): \($0.reason)" },
            listening: listening,
            sources: zip(self.settings.sources, self.metrics.sources).map { source, metrics in
                GatewayStatus.Source(metrics, path: source.path)
            },
            targets: zip(self.settings.targets, self.metrics.targets).map { target, metrics in
                GatewayStatus.Target(metrics, url: "\(target.url)", now: now)
            }
        )
    }
}
