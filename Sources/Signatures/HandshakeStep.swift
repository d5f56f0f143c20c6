package import Events

/// What a request means to the handshake of its source.
package enum HandshakeStep: Sendable, Equatable {
    /// Nothing: it is an event, or no request that the source takes.
    case notAsked
    case answer(HandshakeAnswer)
    /// The sender hands over the key that it will sign with; whether it is taken, the operator has said before.
    case exchange(key: String, answer: HandshakeAnswer)
    /// The subscription is to be confirmed by a GET on this URL, later and elsewhere.
    case confirm(url: String, answer: HandshakeAnswer)
    case refuse(RejectionCause)
}
