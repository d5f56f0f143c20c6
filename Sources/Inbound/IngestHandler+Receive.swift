// Receive: from the socket to a head and a bounded body.

internal import Events
internal import NIOCore
internal import NIOHTTP1

extension IngestHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): self.receive(head)
        case .body(let part): self.receive(part)
        case .end: self.receiveEnd()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.settle()
        context.fireChannelReadComplete()
    }

    /// Ends a run of reading: what can only be said once all bytes that came were seen, and one flush.
    func settle() {
        switch self.phase {
        case .refusing(let cause):
            self.answerRefusal(cause)
        case .receiving:
            if self.awaitsProceed {
                self.awaitsProceed = false
                self.write(.proceed)
            }
            if self.deadline.kind != .body { self.setDeadline(.body) }
        case .waiting, .accepting, .closing: break
        }
        self.flush()
    }

    private func receive(_ head: HTTPRequestHead) {
        guard case .waiting = self.phase else { return }
        let head = ReceivedHead(head)
        self.head = head
        self.closesAfterAnswer = head.closesConnection || self.loop.shared.isDraining
        do throws(Refusal) {
            self.source = try self.checkedSource(head)
            self.phase = .receiving
            self.awaitsProceed = head.expectation == .proceed
        } catch {
            self.phase = .refusing(error.cause)
        }
    }

    /// Finds the source and checks what the head alone can tell, in the order of product.md §2.1.
    private func checkedSource(_ head: ReceivedHead) throws(Refusal) -> SourceContext {
        guard let source = self.loop.source(path: head.path) else { throw Refusal(.unknownPath) }
        self.source = source
        guard head.isPost || source.takes(head.method) else { throw Refusal(.methodNotAllowed) }
        guard head.isIdentityEncoded else { throw Refusal(.unsupportedEncoding) }
        guard head.expectation != .unknown else { throw Refusal(.expectationFailed) }
        guard head.announcedBodyBytes <= source.source.bodyBytesMax else { throw Refusal(.bodyTooLarge) }
        return source
    }

    private func receive(_ part: ByteBuffer) {
        guard case .receiving = self.phase, let head = self.head, let source = self.source else { return }
        self.awaitsProceed = false
        guard self.body.count + part.readableBytes <= source.source.bodyBytesMax else {
            return self.refuseBody(.bodyTooLarge)
        }
        // A body that came in one piece is on its way to the store before the next is read: it needs no budget.
        if part.readableBytes < head.announcedBodyBytes || head.announcedBodyBytes == 0 {
            guard self.loop.shared.bodies.take(part.readableBytes) else {
                return self.refuseBody(.bodyBudgetExhausted)
            }
            self.bodyBytesHeld += part.readableBytes
        }
        self.body.append(part, announced: head.announcedBodyBytes)
    }

    private func receiveEnd() {
        self.awaitsProceed = false
        switch self.phase {
        case .receiving: self.complete()
        case .refusing(let cause): self.answerRefusal(cause)
        case .waiting, .accepting, .closing: break
        }
    }

    private func refuseBody(_ cause: RejectionCause) {
        self.releaseBody()
        self.phase = .refusing(cause)
    }

    /// Lets go of the body and gives its room back.
    func releaseBody() {
        self.loop.shared.bodies.giveBack(self.bodyBytesHeld)
        self.bodyBytesHeld = 0
        self.body = ReceivedBody()
    }

    // MARK: What the gate finds

    /// A head has begun and is not complete.
    func headIsIncomplete() {
        guard case .waiting = self.phase, self.deadline.kind != .head else { return }
        self.setDeadline(.head)
    }

    /// The bytes are no HTTP, or none that two readers would understand alike.
    func refuseProtocol(_ cause: RejectionCause) {
        switch self.phase {
        case .closing, .accepting: return
        case .waiting, .receiving, .refusing: break
        }
        self.releaseBody()
        self.closesAfterAnswer = true
        self.refuse(cause)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A parser that is told of the end complains about the request that is cut off; nobody is left to answer.
        guard context.channel.isActive else { return }
        switch error as? HTTPParserError {
        case .headerOverflow?: self.refuseProtocol(.headTooLarge)
        case _?: self.refuseProtocol(.badRequest)
        case nil: context.close(promise: nil)
        }
    }
}
