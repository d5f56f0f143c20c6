// The listener for senders: sockets, threads, start and end. async is for start and stop alone; requests never see it.

package import Events
package import Logging
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
package import Store
internal import Synchronization

/// Listens for senders and hands what verifies to the store.
package final class IngestServer: Sendable {
    let configuration: IngestConfiguration
    let shared: IngestShared
    let tls: NIOSSLContext?
    let group: MultiThreadedEventLoopGroup
    let loops: [ServedLoop]
    let state = Mutex(State())

    struct State {
        var listeners: [any Channel] = []
        var isEnded = false
    }

    /// An event loop with what its connections share.
    struct ServedLoop: Sendable {
        let eventLoop: any EventLoop
        let receiver: LoopReceiver
        /// Only on the event loop.
        let context: NIOLoopBoundBox<LoopContext>

        init(eventLoop: any EventLoop, shared: IngestShared, sources: [IngestSource]) {
            let context = LoopContext(eventLoop: eventLoop, shared: shared, sources: sources)
            self.eventLoop = eventLoop
            self.receiver = context.receiver
            self.context = .makeBoxSendingValue(context, eventLoop: eventLoop)
        }
    }

    /// Reads certificate and key, and makes the threads; nothing is listened on before ``start()``.
    ///
    /// - Throws: ``InboundError`` where the configuration or a file of it cannot work.
    package init(
        configuration: IngestConfiguration,
        acceptor: any EventAcceptor,
        clock: any GatewayClock = SystemClock(),
        logger: Logger,
        rejections: RejectionKeeper? = nil
    ) throws(InboundError) {
        try Self.check(configuration)
        self.tls = try configuration.tls.map { files throws(InboundError) in try files.load() }
        self.configuration = configuration
        let shared = IngestShared(
            limits: configuration.limits,
            metrics: configuration.metrics,
            acceptor: acceptor,
            clock: clock,
            logger: logger,
            rejections: rejections
        )
        self.shared = shared
        self.group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoops)
        self.loops = self.group.makeIterator().map { eventLoop in
            ServedLoop(eventLoop: eventLoop, shared: shared, sources: configuration.sources)
        }
    }

    private static func check(_ configuration: IngestConfiguration) throws(InboundError) {
        guard !configuration.listen.isEmpty else {
            throw InboundError(.badConfiguration, "there is no address to listen on; name one in [server] listen")
        }
        guard configuration.inherited.isEmpty || configuration.inherited.count == configuration.listen.count else {
            throw InboundError(
                .badConfiguration,
                "the service supervisor handed over \(configuration.inherited.count) sockets, and [server] listen names "
                    + "\(configuration.listen.count) addresses; give the socket unit one ListenStream for each address"
            )
        }
        guard configuration.eventLoops > 0 else {
            throw InboundError(.badConfiguration, "no thread would serve connections; at least one is needed")
        }
        var paths: [String: String] = [:]
        for source in configuration.sources {
            if let other = paths.updateValue(source.name, forKey: source.path) {
                throw InboundError(
                    .badConfiguration,
                    "sources \"\(other)\" and \"\(source.name)\" both listen on \(source.path); give each its own path"
                )
            }
        }
    }
}
