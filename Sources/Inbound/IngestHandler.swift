// The way of one request: receive → verify → normalize → key → accept → answer, a file for each step.
//
// One handler serves one connection, on one event loop, one request at a time (RequestGate sees to that). Nothing here
// waits: the answer comes back through `answered(_:at:)` when the store has committed.
//
// Not here: where requests begin and end (RequestFraming), what an answer looks like (Answer).

internal import Events
internal import NIOCore
internal import NIOHTTP1
internal import Telemetry

/// Takes the requests of one connection and answers them.
final class IngestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// For the head of a request.
        case waiting
        case receiving
        /// The answer is known; what is left of the request decides whether the connection can go on.
        case refusing(RejectionCause)
        /// The store has it.
        case accepting
        /// The last answer is on its way.
        case closing
    }

    let loop: LoopContext
    let gate: RequestGate
    private(set) var context: ChannelHandlerContext?
    private(set) var ticket: ConnectionTicket?
    private(set) var peer = PeerAddress(nil)
    private var isAdmitted = false

    var phase = Phase.waiting
    var deadline = ConnectionDeadline()
    /// Whether something was written since the last flush.
    var hasUnflushed = false
    /// Whether the next request waits until the sender reads its answers.
    var awaitsWritable = false

    // What is known of the current request.
    var head: ReceivedHead?
    var source: SourceContext?
    var body = ReceivedBody()
    /// Bytes of the body that count against the budget.
    var bodyBytesHeld = 0
    var awaitsProceed = false
    var closesAfterAnswer = false
    var isUnrouted = false
    /// When the request was complete, in nanoseconds of the monotonic clock.
    var completedAt: UInt64 = 0

    init(loop: LoopContext, gate: RequestGate) {
        self.loop = loop
        self.gate = gate
    }

    /// Takes a complete request through the steps up to the store.
    func complete() {
        self.completedAt = self.loop.shared.clock.monotonicNanoseconds()
        self.deadline.clear()
        if let handshake = self.source?.source.handshake { return self.complete(handshake) }
        do throws(Refusal) {
            let request = try self.takeRequest()
            let outcome = self.body.withBytes { bytes in
                Result { () throws(Refusal) in
                    let verified = try self.verify(request, bytes, by: request.source.source.verifier)
                    let document = try self.normalize(request, verified)
                    let key = self.key(request, document)
                    return self.event(request, document, key)
                }
            }
            self.accept(try outcome.get())
        } catch {
            self.refuse(error.cause)
        }
    }

    // MARK: Life of the connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.ticket = ConnectionTicket(self, on: context.eventLoop)
        if context.channel.isActive { self.begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.end()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        self.begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end()
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !self.isAdmitted else { return }
        self.peer = PeerAddress(context.remoteAddress)
        guard self.loop.shared.census.admit(self.peer) else {
            self.loop.shared.metrics.connectionsRefused.add()
            self.phase = .closing
            context.close(promise: nil)
            return
        }
        self.isAdmitted = true
        self.loop.shared.metrics.connections.add(1)
        self.loop.opened(self)
        self.setDeadline(.head)
    }

    private func end() {
        self.deadline.cancel()
        self.releaseBody()
        guard self.isAdmitted else { return }
        self.isAdmitted = false
        self.loop.shared.census.leave(self.peer)
        self.loop.shared.metrics.connections.add(-1)
        self.loop.closed(self)
        if case .accepting = self.phase { return }  // the ticket is still out; `answered` lets go of it
        self.releaseTicket()
    }

    /// Breaks the circle between the handler and its ticket.
    func releaseTicket() {
        self.ticket?.release()
        self.ticket = nil
    }
}
