package import Signatures

/// The handshake of one source, with what its answers may need.
package struct SourceHandshake: Sendable {
    package let responder: HandshakeResponder
    /// For a sender that hands over the key itself.
    package let exchange: KeyExchange?
    /// Takes the URL of a confirmation to be fetched later; `false` where too many wait.
    package let confirm: (@Sendable (String) -> Bool)?

    package init(
        responder: HandshakeResponder,
        exchange: KeyExchange? = nil,
        confirm: (@Sendable (String) -> Bool)? = nil
    ) {
        self.responder = responder
        self.exchange = exchange
        self.confirm = confirm
    }
}
