// Verify: raw bytes to a proof, or the one answer for everything that proves nothing.

internal import Events
internal import NIOHTTP1
internal import Signatures

/// One complete request on its way through the steps.
struct CurrentRequest {
    let head: ReceivedHead
    let source: SourceContext
    /// When its last byte arrived; freshness is judged at this moment (product.md §8).
    let receivedAt: Timestamp
}

extension IngestHandler {
    /// The request that was just completed.
    func takeRequest() throws(Refusal) -> CurrentRequest {
        guard let head = self.head, let source = self.source else { throw Refusal(.badRequest) }
        return CurrentRequest(head: head, source: source, receivedAt: self.loop.shared.clock.now())
    }

    /// Proves that the sender made the request.
    ///
    /// The proof is always tried. Only a request that fails it counts against its peer, so a stranger can use up nothing
    /// but its own patience.
    /// The verifier is the source's own, or the one with a key that came later.
    func verify(
        _ request: CurrentRequest,
        _ bytes: UnsafeRawBufferPointer,
        by verifier: Verifier
    ) throws(Refusal) -> VerifiedRequest {
        do {
            return try verifier.verify(
                request.head,
                body: bytes,
                now: request.receivedAt,
                using: self.loop.hmac
            )
        } catch {
            throw Refusal(self.countedUnverified(error.cause))
        }
    }

    /// Counts a request that proves nothing against its peer, and says what to tell it.
    func countedUnverified(_ cause: RejectionCause) -> RejectionCause {
        switch self.loop.shared.countUnverified(self.peer, now: self.completedAt) {
        case .refuse: cause
        case .slowDown: .peerRateLimited
        }
    }
}

extension ReceivedHead: RequestHead {
    func header(_ lowercasedName: String) -> HeaderValue {
        switch self.field(lowercasedName) {
        case .absent: .absent
        case .one(let value): .one(value)
        case .conflicting: .conflicting
        }
    }

    var method: String { self.head.method.rawValue }
    var target: String { self.head.uri }
}
