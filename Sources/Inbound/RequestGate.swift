internal import Events
internal import NIOCore

/// Lets one request at a time through to the HTTP parser, and nothing that two readers could understand differently.
///
/// It holds an incomplete head back until it is complete, stops after every request until that is answered, and drains
/// what follows a refusal. What waits here is bounded: a head, or one read from the socket, after which reading stops.
final class RequestGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Mode {
        case passing
        /// So many bytes more are read and dropped before the connection is cut.
        case draining(Int)
    }

    private var framing: RequestFraming
    private var mode = Mode.passing
    private var held: ByteBuffer?
    private var isPumping = false
    private var isReadHeld = false
    private var context: ChannelHandlerContext?
    /// Hears what the gate finds; set before the gate is added, gone when it is removed.
    var handler: IngestHandler?
    /// Whether the sender has closed its side.
    private(set) var isInputClosed = false

    init(headBytesMax: Int) {
        self.framing = RequestFraming(headBytesMax: headBytesMax)
    }

    /// Whether bytes of a request that is not complete have arrived.
    var isWithinRequest: Bool {
        self.framing.isInHead ? (self.held?.readableBytes ?? 0) > 0 : !self.framing.isComplete
    }

    /// Whether nothing can follow the current request.
    var isLastRequest: Bool { self.isInputClosed && self.held == nil }

    /// Whether the current request was passed on to its end.
    var isRequestComplete: Bool { self.framing.isComplete }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        self.handler = nil
        self.held = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = Self.unwrapInboundIn(data)
        switch self.mode {
        case .passing:
            if self.held == nil {
                self.held = bytes
            } else {
                self.held?.writeBuffer(&bytes)
            }
            self.pump(context)
        case .draining(let left):
            self.drain(left - bytes.readableBytes)
        }
    }

    func read(context: ChannelHandlerContext) {
        // One read ahead of the answer is taken, so that a sender who waits for its answer costs no `epoll_ctl`.
        if self.framing.isComplete, self.held != nil {
            self.isReadHeld = true
        } else {
            context.read()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .inputClosed? = event as? ChannelEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // The parser is not told: it would complain about a request that was never sent.
        self.isInputClosed = true
        self.tellIfEnded()
    }

    /// The answer of the current request is written: the next may begin, with bytes that have come already.
    func answered() {
        self.framing.answered()
        guard !self.isPumping, let context = self.context else { return }
        self.pump(context)
        self.releaseRead(context)
    }

    /// From now on everything that comes is dropped, and the connection is cut after so many bytes.
    func startDraining(bytesMax: Int) {
        self.mode = .draining(bytesMax)
        let count = self.held?.readableBytes ?? 0
        self.held = nil
        self.drain(bytesMax - count)
        // The parser may be calling right now; reading on is for later in this tick.
        if let context = self.context { self.releaseRead(context) }
    }

    private func drain(_ left: Int) {
        self.mode = .draining(max(0, left))
        if left <= 0 { self.handler?.drained() }
    }

    private func releaseRead(_ context: ChannelHandlerContext) {
        guard self.isReadHeld, self.held == nil || !self.framing.isComplete else { return }
        self.isReadHeld = false
        context.read()
    }

    /// Says that the sender has closed its side, once all that it sent before was passed on.
    private func tellIfEnded() {
        guard self.isInputClosed, !self.isPumping, !self.framing.isComplete else { return }
        self.handler?.inputEnded()
    }

    private func pump(_ context: ChannelHandlerContext) {
        guard !self.isPumping else { return }
        self.isPumping = true
        self.passOn(context)
        self.isPumping = false
        self.tellIfEnded()
    }

    /// Passes on what can be passed on.
    private func passOn(_ context: ChannelHandlerContext) {
        while case .passing = self.mode, let bytes = self.held {
            switch bytes.withUnsafeReadableBytes({ self.framing.next($0) }) {
            case .wait:
                if self.framing.isInHead { self.handler?.headIsIncomplete() }
                return
            case .forward(let count, _):
                if let part = self.takeHeld(count) { context.fireChannelRead(Self.wrapInboundOut(part)) }
            case .skip(let count):
                _ = self.takeHeld(count)
            case .refuse(let cause):
                self.handler?.refuseProtocol(cause)
                return
            }
        }
    }

    /// Takes the first bytes out of the held ones; the whole buffer leaves without another reference to it.
    private func takeHeld(_ count: Int) -> ByteBuffer? {
        if self.held?.readableBytes == count {
            defer { self.held = nil }
            return self.held
        }
        return self.held?.readSlice(length: count)
    }
}
