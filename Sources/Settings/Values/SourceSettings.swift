package import Events
package import Signatures

/// `[[source]]`: who sends.
package struct SourceSettings: Sendable {
    package let name: String
    /// The exact path of its requests.
    package let path: String
    package let scheme: SignatureScheme
    /// At least one, unless ``isUnverified`` or the sender has yet to hand its key over.
    package let secrets: [SecretKey]
    /// Largest body in bytes.
    package let maxBodyBytes: Int
    /// What tells two events apart; never empty.
    package let key: [IdempotencyKeyPart]
    /// What the source demands of the handshake that its sender plays; `nil` where there is none.
    package let handshake: HandshakeTerms?
    /// The file that the sender's key goes to, where the sender hands it over.
    package let keyFile: String?
    /// Where gateway.conf declares it.
    package let place: Place

    /// Whether anybody may send: `scheme = "none"`.
    package var isUnverified: Bool { self.secrets.isEmpty && self.keyFile == nil }
}
