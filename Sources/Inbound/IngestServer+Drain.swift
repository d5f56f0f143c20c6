internal import NIOCore
internal import NIOPosix
internal import Synchronization

extension IngestServer {
    /// Stops: no new connection, idle ones are closed, requests on the way are answered, and then the threads end.
    ///
    /// After ``IngestLimits/shutdownGraceMilliseconds`` what is left is cut off. The store must go on answering until this
    /// returns. A second call returns at once.
    package func drain() async {
        let listeners: [any Channel]? = self.state.withLock { state in
            guard !state.isEnded else { return nil }
            state.isEnded = true
            defer { state.listeners = [] }
            return state.listeners
        }
        guard let listeners else { return }
        self.shared.startDraining()
        for listener in listeners {
            // A listener that is closed already is what is wanted.
            try? await listener.close().get()
        }
        await self.emptyLoops()
        for loop in self.loops { loop.receiver.close() }
        // Fails only where it was done before.
        try? await self.group.shutdownGracefully()
    }

    private func emptyLoops() async {
        let grace = TimeAmount.milliseconds(self.configuration.limits.shutdownGraceMilliseconds)
        var empty: [EventLoopFuture<Void>] = []
        for loop in self.loops {
            let promise = loop.eventLoop.makePromise(of: Void.self)
            let cut = loop.eventLoop.scheduleTask(in: grace) { loop.context.value.cutOff() }
            loop.eventLoop.execute {
                loop.context.value.drain { promise.succeed(()) }
            }
            promise.futureResult.whenComplete { _ in cut.cancel() }
            empty.append(promise.futureResult)
        }
        for future in empty {
            // The promise is never failed.
            try? await future.get()
        }
    }
}
