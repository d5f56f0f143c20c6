// Replaying a rejection: the same steps as for a request that arrives, with the configuration of today.

package import Events
internal import NIOCore
internal import NIOHTTP1
internal import Signatures
package import Store

extension IngestServer {
    /// Takes a kept rejection through verify, normalize, key and accept once more.
    ///
    /// It is verified at the time it was received: a replay makes no old signature fresh that was stale then. The event is
    /// one of today for retention.
    ///
    /// - Parameter rejection: A whole one, with its body; ``Rejection/isReplayable``.
    /// - Returns: What the store said, or why it is refused again.
    package func replay(_ rejection: Rejection) async -> AcceptResult {
        // because: a group has at least one loop.
        let loop = self.loops[0]
        let promise = loop.eventLoop.makePromise(of: AcceptResult.self)
        let ticket = ReplayTicket { promise.succeed($0) }
        loop.eventLoop.execute { loop.context.value.replay(rejection, ticket) }
        // The promise is never failed; a loop that has ended takes no more work.
        return (try? await promise.futureResult.get()) ?? .refused(.shuttingDown)
    }
}

extension LoopContext {
    /// Makes an event of a rejection, and hands it to the store; the ticket gets the answer.
    func replay(_ rejection: Rejection, _ ticket: ReplayTicket) {
        do throws(Refusal) {
            let event = try self.event(of: rejection, ticket)
            if self.shared.acceptor.submit([event]) == 0 { throw Refusal(.overloaded) }
        } catch {
            ticket.finish(.refused(error.cause))
        }
    }

    private func event(of rejection: Rejection, _ ticket: ReplayTicket) throws(Refusal) -> NewEvent {
        guard !self.shared.isDraining else { throw Refusal(.shuttingDown) }
        let head = ReceivedHead(rejection.head)
        guard let source = self.source(path: head.path) else { throw Refusal(.unknownPath) }
        guard head.isPost else { throw Refusal(.methodNotAllowed) }
        guard head.isIdentityEncoded else { throw Refusal(.unsupportedEncoding) }
        guard rejection.body.count <= source.source.bodyBytesMax else { throw Refusal(.bodyTooLarge) }
        // A handler without a connection: the steps are its own, and nothing else of it is used.
        let handler = IngestHandler(loop: self, gate: RequestGate(headBytesMax: self.shared.limits.headBytesMax))
        handler.body.append(ByteBuffer(bytes: rejection.body), announced: rejection.body.count)
        let then = CurrentRequest(head: head, source: source, receivedAt: rejection.receivedAt)
        let now = CurrentRequest(head: head, source: source, receivedAt: self.shared.clock.now())
        let outcome = handler.body.withBytes { bytes in
            Result { () throws(Refusal) in
                do {
                    let verified = try source.source.verifier.verify(
                        head,
                        body: bytes,
                        now: then.receivedAt,
                        using: self.hmac
                    )
                    let read = try handler.normalize(then, verified)
                    let key = handler.key(then, read)
                    return NewEvent(
                        content: handler.content(now, read),
                        key: key,
                        targets: read.route.targets,
                        ticket: ticket,
                        receiver: ticket
                    )
                } catch let error as VerificationError {
                    throw Refusal(error.cause)
                } catch let error as Refusal {
                    throw error
                } catch {
                    throw Refusal(.badRequest)
                }
            }
        }
        return try outcome.get()
    }
}

extension Rejection {
    /// The head as it was received, but for what was redacted.
    fileprivate var head: HTTPRequestHead {
        HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: self.method),
            uri: self.target,
            headers: HTTPHeaders(self.headers.fields.map { ($0.name, $0.value) })
        )
    }
}
