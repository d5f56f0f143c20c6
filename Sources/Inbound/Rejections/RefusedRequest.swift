internal import Events
internal import NIOCore
internal import NIOHTTP1

/// A refused request on its way from the event loop to the ``RejectionKeeper``.
struct RefusedRequest: Sendable {
    let receivedAt: Timestamp
    let peer: SocketAddress?
    /// Empty where no source has the path.
    let source: String
    let cause: RejectionCause
    let head: HTTPRequestHead
    /// At most ``Limits/rejectionBodyBytesMax`` bytes.
    let body: [UInt8]
    /// Bytes that arrived.
    let bodyBytes: Int
    /// Whether the request ended before it was refused.
    let isComplete: Bool
}

extension LoopContext {
    /// Keeps a refused request, if there is room for another one in this second.
    ///
    /// Not for refusals that are ours: there is nothing wrong with those requests. And not for a peer that was told to slow
    /// down: its first requests are kept.
    func keep(_ cause: RejectionCause, of handler: IngestHandler) {
        guard let keeper = self.shared.rejections, cause.status < 429, let head = handler.head else { return }
        let source = handler.source?.source.name ?? ""
        guard self.keeping.take(source, now: self.shared.clock.monotonicNanoseconds()) else {
            return keeper.counted()
        }
        keeper.offer(
            RefusedRequest(
                receivedAt: self.shared.clock.now(),
                peer: handler.context?.remoteAddress,
                source: source,
                cause: cause,
                head: head.head,
                body: handler.body.withBytes { Array($0.prefix(Limits.rejectionBodyBytesMax)) },
                bodyBytes: handler.body.count,
                isComplete: handler.gate.isRequestComplete
            )
        )
    }
}
