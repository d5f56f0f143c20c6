internal import Events
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

extension IngestServer {
    /// Opens all listening sockets.
    ///
    /// - Returns: The addresses that are listened on, in the order of the configuration, with real ports.
    /// - Throws: ``InboundError`` where one cannot be opened; the others are closed again.
    package func start() async throws(InboundError) -> [ListenAddress] {
        var bound: [ListenAddress] = []
        let inherited = self.configuration.inherited
        for (index, address) in self.configuration.listen.enumerated() {
            do {
                let channel =
                    inherited.isEmpty
                    ? try await self.bootstrap().bind(host: address.host, port: address.port).get()
                    : try await self.bootstrap().withBoundSocket(inherited[index]).get()
                self.state.withLock { $0.listeners.append(channel) }
                bound.append(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            } catch {
                await self.drain()
                throw Self.explain(error, address)
            }
        }
        return bound
    }

    /// Returns once every event loop has done something for the caller; never where one hangs.
    package func answersOnEveryLoop() async throws {
        for loop in self.loops { try await loop.eventLoop.submit {}.get() }
    }

    private func bootstrap() -> ServerBootstrap {
        let loops = Dictionary(uniqueKeysWithValues: self.loops.map { (ObjectIdentifier($0.eventLoop), $0.context) })
        let tls = self.tls
        return ServerBootstrap(group: self.group)
            .serverChannelOption(.backlog, value: Int32(Limits.listenBacklog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // because: channels are made on the loops of this server's own group, and each is in the table.
                    let context = loops[ObjectIdentifier(channel.eventLoop)]!
                    try Self.addHandlers(to: channel.pipeline.syncOperations, context.value, tls)
                }
            }
    }

    /// Sets up one connection; on its event loop.
    static func addHandlers(
        to pipeline: ChannelPipeline.SynchronousOperations,
        _ loop: LoopContext,
        _ tls: NIOSSLContext?
    ) throws {
        let gate = RequestGate(headBytesMax: loop.shared.limits.headBytesMax)
        let handler = IngestHandler(loop: loop, gate: gate)
        gate.handler = handler
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        try pipeline.addHandler(gate)
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        try pipeline.addHandler(handler)
    }

    private static func explain(_ error: any Error, _ address: ListenAddress) -> InboundError {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE?:
            InboundError(
                .addressInUse,
                "\(address) is in use; choose another with PORT= or [server] listen",
                cause: nil
            )
        case EACCES?:
            InboundError(
                .addressUnavailable,
                "\(address) may not be listened on; ports below 1024 need privileges, choose another in [server] listen"
            )
        default:
            InboundError(
                .addressUnavailable,
                "\(address) cannot be listened on; name an address of this machine in [server] listen",
                cause: "\(error)"
            )
        }
    }
}
