// Answer: one per request, in order, and then the next request or the end of the connection.

internal import Events
internal import Logging
internal import NIOCore
internal import Telemetry

extension IngestHandler {
    /// The store has decided; called on the event loop, once per request.
    ///
    /// - Parameters:
    ///   - result: What became of the event.
    ///   - now: Nanoseconds of the monotonic clock.
    func answered(_ result: AcceptResult, at now: UInt64) {
        guard case .accepting = self.phase else { return }
        self.count(result, at: now)
        guard self.context?.channel.isActive == true else {
            self.phase = .closing
            self.releaseTicket()
            return
        }
        let closes = self.closesAfterAnswer || self.loop.shared.isDraining || self.gate.isLastRequest
        self.closesAfterAnswer = closes
        switch result {
        case .stored(let id): self.finish(with: .accepted(closes: closes), id: id)
        case .duplicate(let first): self.finish(with: .duplicate(closes: closes), id: first)
        case .refused(let cause):
            self.loop.logRejection(cause, source: self.source, peer: self.context?.remoteAddress)
            self.finish(with: .refused(cause, closes: closes))
        }
        self.settle()
    }

    private func count(_ result: AcceptResult, at now: UInt64) {
        guard let metrics = self.source?.source.metrics else { return }
        switch result {
        case .stored:
            metrics.accepted.add()
            if self.isUnrouted { metrics.unrouted.add() }
            metrics.acceptLatency.observe(now - min(now, self.completedAt))
        case .duplicate:
            metrics.duplicates.add()
            metrics.acceptLatency.observe(now - min(now, self.completedAt))
        case .refused(let cause):
            metrics.rejected(cause)
        }
    }

    /// Refuses the request; where its body is still on the way, the answer waits for the end of the run of reading.
    func refuse(_ cause: RejectionCause) {
        self.phase = .refusing(cause)
        if self.gate.isRequestComplete || self.closesAfterAnswer { self.answerRefusal(cause) }
    }

    /// Answers a refused request.
    ///
    /// Where its rest was not read, the connection ends with the answer.
    func answerRefusal(_ cause: RejectionCause) {
        (self.source?.source.metrics ?? self.loop.shared.metrics.unassigned).rejected(cause)
        self.loop.logRejection(cause, source: self.source, peer: self.context?.remoteAddress)
        self.loop.keep(cause, of: self)
        self.closesAfterAnswer = self.closesAfterAnswer || !self.gate.isRequestComplete
        self.finish(with: .refused(cause, closes: self.closesAfterAnswer))
    }

    /// Writes the answer and goes on with the connection as it says.
    private func finish(with answer: Answer, id: EventID? = nil) {
        self.releaseBody()
        self.head = nil
        self.source = nil
        guard !self.closesAfterAnswer else { return self.finishConnection(with: answer, id: id) }
        self.write(answer, id: id)
        self.phase = .waiting
        self.setDeadline(.idle)
        guard let context = self.context, context.channel.isWritable else {
            self.awaitsWritable = true
            return
        }
        self.gate.answered()
    }

    func write(_ answer: Answer, id: EventID? = nil) {
        guard let context = self.context else { return }
        let buffer = answer.buffer(allocator: context.channel.allocator, id: id)
        context.write(Self.wrapOutboundOut(buffer), promise: nil)
        self.hasUnflushed = true
    }

    func flush() {
        guard self.hasUnflushed else { return }
        self.hasUnflushed = false
        self.context?.flush()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if self.awaitsWritable, context.channel.isWritable {
            self.awaitsWritable = false
            self.gate.answered()
            self.settle()
        }
        context.fireChannelWritabilityChanged()
    }
}
