internal import Events
internal import Logging
internal import Store
internal import Synchronization
internal import Telemetry

/// What all connections of the listener share, whatever loop they are on.
final class IngestShared: Sendable {
    let limits: IngestLimits
    let metrics: GatewayMetrics
    let acceptor: any EventAcceptor
    let clock: any GatewayClock
    let logger: Logger
    /// Where refused requests are kept; `nil` where nobody keeps them.
    let rejections: RejectionKeeper?
    let census: ConnectionCensus
    let bodies: BodyBudget
    private let refusals: Mutex<RefusalLimiter>
    private let draining = Atomic<Bool>(false)

    init(
        limits: IngestLimits,
        metrics: GatewayMetrics,
        acceptor: any EventAcceptor,
        clock: any GatewayClock,
        logger: Logger,
        rejections: RejectionKeeper? = nil
    ) {
        self.rejections = rejections
        self.limits = limits
        self.metrics = metrics
        self.acceptor = acceptor
        self.clock = clock
        self.logger = logger
        self.census = ConnectionCensus(
            totalMax: limits.connectionsMax,
            perPeerMax: limits.connectionsPerPeerMax
        )
        self.bodies = BodyBudget(bytesMax: limits.bodiesInFlightBytesMax)
        self.refusals = Mutex(
            RefusalLimiter(burst: limits.refusalsPerPeerBurst, perSecond: limits.refusalsPerPeerPerSecond)
        )
    }

    /// Whether connections end with their next answer.
    var isDraining: Bool { self.draining.load(ordering: .relaxed) }

    func startDraining() { self.draining.store(true, ordering: .relaxed) }

    /// Counts a request that did not verify.
    ///
    /// - Parameters:
    ///   - peer: Who made it.
    ///   - now: Nanoseconds of the monotonic clock.
    /// - Returns: What to tell the peer.
    func countUnverified(_ peer: PeerAddress, now: UInt64) -> RefusalLimiter.Verdict {
        self.refusals.withLock { $0.refuse(peer, now: now) }
    }
}
