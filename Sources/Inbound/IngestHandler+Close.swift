// The end of a connection: the last answer must reach a sender that is still writing, and nobody may hold the door open.

internal import Events
internal import NIOCore

extension IngestHandler {
    /// Writes the last answer and closes.
    ///
    /// Where the sender may still be writing, a plain close would make the system answer its bytes with a reset, and the
    /// reset can overtake the answer. So our side is closed first, and the rest is read for a while (RFC 9112 §9.6).
    func finishConnection(with answer: Answer, id: EventID?) {
        let isRestUnread = !self.gate.isRequestComplete
        self.phase = .closing
        guard let context = self.context else { return }
        let buffer = answer.buffer(allocator: context.channel.allocator, id: id)
        let promise = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            let (handler, context) = bound.value
            guard isRestUnread, !handler.gate.isInputClosed, case .success = result else {
                context.close(promise: nil)
                return
            }
            context.close(mode: .output, promise: nil)
        }
        if isRestUnread { self.setDeadline(.linger) } else { self.deadline.clear() }
        context.writeAndFlush(Self.wrapOutboundOut(buffer), promise: promise)
        self.hasUnflushed = false
        if isRestUnread { self.gate.startDraining(bytesMax: self.loop.shared.limits.lingerBytesMax) }
    }

    /// Enough of the rest was read.
    func drained() {
        self.context?.close(promise: nil)
    }

    /// The sender has closed its side, and no complete request of it is left.
    func inputEnded() {
        self.flush()
        self.context?.close(promise: nil)
    }

    // MARK: Deadlines

    func setDeadline(_ kind: ConnectionDeadline.Kind) {
        guard let context = self.context else { return }
        let limits = self.loop.shared.limits
        let milliseconds =
            switch kind {
            case .head: limits.headDeadlineMilliseconds
            case .body: limits.bodyDeadlineMilliseconds
            case .idle: limits.keepAliveIdleMilliseconds
            case .linger: limits.lingerMilliseconds
            }
        let at = context.eventLoop.now + .milliseconds(milliseconds)
        if self.deadline.set(kind, at: at) { self.startTimer(context, at: at) }
    }

    private func startTimer(_ context: ChannelHandlerContext, at deadline: NIODeadline) {
        let timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.timerFired() }
        self.deadline.started(timer)
    }

    private func timerFired() {
        guard let context = self.context else { return }
        switch self.deadline.fired(now: context.eventLoop.now) {
        case .nothing: break
        case .moved(let later): self.startTimer(context, at: later)
        case .passed(let kind): self.deadlinePassed(kind, context)
        }
    }

    private func deadlinePassed(_ kind: ConnectionDeadline.Kind, _ context: ChannelHandlerContext) {
        switch (kind, self.phase) {
        case (.head, .waiting) where self.gate.isWithinRequest, (.body, .receiving):
            self.refuseProtocol(.timeout)
        default:
            // Idle, or silent from the start, or lingering for too long: there is nobody to tell.
            context.close(promise: nil)
        }
    }

    // MARK: Shutting down

    /// Ends the connection as soon as nobody is let down by it.
    func drain() {
        if case .waiting = self.phase, !self.gate.isWithinRequest {
            self.context?.close(promise: nil)
        } else {
            self.closesAfterAnswer = true
        }
    }

    /// Ends the connection now; a request that is not complete is told to come again.
    func cutOff() {
        switch self.phase {
        case .receiving: self.refuseProtocol(.shuttingDown)
        case .waiting, .refusing, .accepting, .closing: break
        }
        self.context?.close(promise: nil)
    }
}
