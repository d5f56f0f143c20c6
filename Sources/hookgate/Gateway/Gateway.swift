import Admin
import Events
import Inbound
import Logging
import Outbound
import ServiceLifecycle
import Settings
import Signatures
import Store
import Telemetry

/// The running gateway: every part, started in the order in which they need each other and stopped in reverse.
///
/// Senders are let in last and kept out first; the store is opened first and closed last.
struct Gateway: Sendable {
    /// In the order of their start.
    let services: [any Service]

    /// Opens the store, takes up what waits, and lets senders in.
    ///
    /// - Throws: ``StoreError``, ``InboundError``, ``EgressError`` or ``SchemeError``, each with its remedy.
    static func start(_ settings: GatewaySettings, logger: Logger) async throws -> Gateway {
        let clock = SystemClock()
        let metrics = GatewayMetrics(sources: settings.sources.map(\.name), targets: settings.targets.map(\.name))
        let health = Health()
        let observer = CommitLog(metrics: metrics, health: health, logger: Logger(label: "store"))

        let store = SQLiteStore(path: settings.store.path, options: settings.storeOptions, clock: clock)
        let committer = Committer(store: store, observer: observer)
        let opening = try committer.open(
            sources: settings.sources.map(\.name),
            targets: settings.targets.map(\.name)
        )
        Self.report(opening.recovery, path: settings.store.path, logger: logger)

        let supervisor = Supervisor(supervision: .ofProcess, logger: logger)
        let wiring = Wiring(
            settings: settings,
            names: opening.names,
            metrics: metrics,
            clock: clock,
            supervision: supervisor.supervision
        )
        let dispatcher = try wiring.dispatcher(backlog: committer)
        let rejections = try Rejections.start(settings, clock: clock, logger: logger)
        let ingest = try wiring.ingest(acceptor: committer, rejections: rejections?.keeper)
        // Before the start: a store that opens on a full disk says so from its thread, and must have the last word.
        metrics.store.writable.set(1)
        health.works(.store)
        try committer.start(sink: dispatcher)
        try dispatcher.start(recovery: opening.recovery)
        health.works(.lanes)

        let addresses = try await ingest.start().map { "\(settings.server.urlScheme)://\($0)" }
        health.works(.listeners)
        let admin = try wiring.admin(
            health: health,
            listening: addresses,
            rejections: rejections?.access(replaying: ingest),
            dispatcher: dispatcher
        ) {
            logger.notice(
                "ready",
                metadata: ["senders": "\(addresses.joined(separator: ","))", "admin": "http://\($0)"]
            )
            supervisor.ready(addresses)
        }
        return Gateway(services: [
            ShutdownService("store") { committer.stop() },
            ShutdownService("lanes") {
                health.fails(.lanes, because: "shutting down")
                await dispatcher.stop(graceMilliseconds: Limits.attemptGraceMilliseconds)
            },
            ShutdownService("rejections") { rejections?.stop() },
            RunningService("admin") { try await admin.run() },
            ShutdownService("listeners") {
                health.fails(.listeners, because: "shutting down")
                await ingest.drain()
            },
            SupervisedService(supervisor: supervisor, ingest: ingest),
        ])
    }

    private static func report(_ recovery: Recovery, path: String, logger: Logger) {
        let waiting = recovery.backlog.values.reduce(0) { $0 + $1.pending + $1.retrying }
        logger.notice(
            "the store is open",
            metadata: [
                "path": "\(path)", "waiting": "\(waiting)", "dedupe_keys": "\(recovery.dedupeKeys)",
                "milliseconds": "\(recovery.milliseconds)",
            ]
        )
    }
}
