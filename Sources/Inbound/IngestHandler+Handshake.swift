// Handshake: sources whose senders ask, before or between their events, whether they may send.
//
// The way of an event stays as it is; a question that needs no proof leaves it before the verification, one that needs
// it right behind. Neither is stored.

internal import Events
internal import NIOCore
internal import Signatures
internal import Store
internal import Telemetry

extension IngestHandler {
    /// What a complete request to such a source is.
    private enum Taken {
        case event(NewEvent)
        case answer(HandshakeAnswer)
    }

    /// Takes a complete request through the steps, the handshake's among them.
    func complete(_ handshake: SourceHandshake) {
        do throws(Refusal) {
            let request = try self.takeRequest()
            let outcome = self.body.withBytes { bytes in
                Result { () throws(Refusal) in try self.take(request, bytes, handshake) }
            }
            switch try outcome.get() {
            case .event(let event): self.accept(event)
            case .answer(let answer): self.answerHandshake(answer)
            }
        } catch {
            self.refuse(error.cause)
        }
    }

    private func take(
        _ request: CurrentRequest,
        _ bytes: UnsafeRawBufferPointer,
        _ handshake: SourceHandshake
    ) throws(Refusal) -> Taken {
        let responder = handshake.responder
        let opening = responder.unproven(request.head, isBodyEmpty: bytes.isEmpty, using: self.loop.hmac)
        if opening != .notAsked {
            // Nothing shows who asks, so it counts as a request that did not verify: nobody can ask without end.
            guard self.loop.shared.countUnverified(self.peer, now: self.completedAt) == .refuse else {
                throw Refusal(.peerRateLimited)
            }
            return .answer(try self.play(opening, handshake))
        }
        // The method is only there for the question, and this is none.
        guard request.head.isPost else { throw Refusal(self.countedUnverified(.handshakeRefused)) }
        guard !responder.reserves(bytes) else { throw Refusal(self.countedUnverified(.signatureMismatch)) }
        let verifier = handshake.exchange?.verifier ?? request.source.source.verifier
        let verified = try self.verify(request, bytes, by: verifier)
        let closing = responder.proven(request.head, verified, using: self.loop.hmac)
        if closing != .notAsked { return .answer(try self.play(closing, handshake)) }
        let document = try self.normalize(request, verified)
        return .event(self.event(request, document, self.key(request, document)))
    }

    /// Does what an answer depends on.
    private func play(_ step: HandshakeStep, _ handshake: SourceHandshake) throws(Refusal) -> HandshakeAnswer {
        switch step {
        case .notAsked: throw Refusal(.handshakeRefused)
        case .refuse(let cause): throw Refusal(cause)
        case .answer(let answer): return answer
        case .confirm(let url, let answer):
            guard handshake.confirm?(url) == true else { throw Refusal(.overloaded) }
            return answer
        case .exchange(let key, let answer):
            switch handshake.exchange?.take(key, now: self.completedAt) {
            case .taken?:
                self.loop.logKeyExchange(source: self.source, peer: self.context?.remoteAddress)
                return answer
            case .notKept?: throw Refusal(.storageUnavailable)
            case .notArmed?, nil: throw Refusal(.handshakeRefused)
            }
        }
    }

    private func answerHandshake(_ answer: HandshakeAnswer) {
        self.source?.source.metrics.handshakes.add()
        self.closesAfterAnswer = self.closesAfterAnswer || self.loop.shared.isDraining || self.gate.isLastRequest
        self.finish(with: .handshake(answer, closes: self.closesAfterAnswer))
    }
}
