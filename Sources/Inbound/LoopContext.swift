internal import Events
internal import Logging
internal import NIOCore
internal import Payload
internal import Signatures
internal import Store

/// What the connections of one event loop share; only ever touched on that loop.
final class LoopContext {
    let eventLoop: any EventLoop
    let shared: IngestShared
    let receiver: LoopReceiver
    let hmac = HMACContext()
    let normalizer = Normalizer()
    let keptHeaders = KeptHeaders()
    private let sources: [String: SourceContext]
    private var connections: [ObjectIdentifier: IngestHandler] = [:]
    private var log = RejectionLog()
    /// How many refused requests are kept.
    var keeping = KeepingBudget()
    /// Called when the last connection is gone, while draining.
    private var whenEmpty: (() -> Void)?

    /// New events of this turn of the loop.
    private var tick: [NewEvent] = []
    private var isTickScheduled = false

    init(eventLoop: any EventLoop, shared: IngestShared, sources: [IngestSource]) {
        self.eventLoop = eventLoop
        self.shared = shared
        let clock = shared.clock
        self.receiver = LoopReceiver(eventLoop: eventLoop, clock: { clock.monotonicNanoseconds() })
        self.sources = Dictionary(
            sources.map { ($0.path, SourceContext($0)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func source(path: String) -> SourceContext? { self.sources[path] }

    // MARK: Events on their way to the store

    /// Takes an event; all events of one turn of the loop go to the store together, with one lock and one wake-up.
    func submit(_ event: NewEvent) {
        self.tick.append(event)
        guard !self.isTickScheduled else { return }
        self.isTickScheduled = true
        self.eventLoop.assumeIsolated().execute { self.endTick() }
    }

    private func endTick() {
        self.isTickScheduled = false
        let events = self.tick
        self.tick.removeAll(keepingCapacity: true)
        let taken = self.shared.acceptor.submit(events)
        guard taken < events.count else { return }
        let now = self.shared.clock.monotonicNanoseconds()
        let cause: RejectionCause = self.shared.isDraining ? .shuttingDown : .overloaded
        for event in events[taken...] {
            // because: `accept` makes every event of this loop with a ticket of its own connection.
            unsafeDowncast(event.ticket, to: ConnectionTicket.self).waiting?.answered(.refused(cause), at: now)
        }
    }

    // MARK: Connections

    func opened(_ handler: IngestHandler) {
        self.connections[ObjectIdentifier(handler)] = handler
        if self.whenEmpty != nil { handler.drain() }
    }

    func closed(_ handler: IngestHandler) {
        self.connections[ObjectIdentifier(handler)] = nil
        self.tellIfEmpty()
    }

    /// Ends every connection as soon as its request is answered.
    ///
    /// - Parameter whenEmpty: Called once, when the last one is gone.
    func drain(whenEmpty: @escaping () -> Void) {
        self.whenEmpty = whenEmpty
        for handler in Array(self.connections.values) { handler.drain() }
        self.tellIfEmpty()
    }

    /// Ends every connection now.
    func cutOff() {
        for handler in Array(self.connections.values) { handler.cutOff() }
    }

    private func tellIfEmpty() {
        guard self.connections.isEmpty, let tell = self.whenEmpty else { return }
        self.whenEmpty = nil
        tell()
    }

    // MARK: What an operator reads

    /// Says why a request was refused: never what was in it.
    func logRejection(_ cause: RejectionCause, source: SourceContext?, peer: SocketAddress?) {
        guard self.shared.logger.logLevel <= .info else { return }
        guard let silenced = self.log.admit(now: self.shared.clock.monotonicNanoseconds()) else { return }
        var metadata: Logger.Metadata = [
            "source": "\(source?.source.name ?? "")", "cause": "\(cause.rawValue)",
            "peer": "\(peer?.ipAddress ?? "unknown")",
        ]
        if silenced > 0 { metadata["silenced"] = "\(silenced)" }
        self.shared.logger.info("request refused", metadata: metadata)
    }
}
