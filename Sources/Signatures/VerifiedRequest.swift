package import Events

/// A request that its scheme found to be the sender's own.
///
/// Only ``Verifier`` makes one, and only it goes on.
package struct VerifiedRequest {
    /// What was shown.
    package enum Proof: Sendable, Equatable {
        /// A signature with the secret of this place in the source's list.
        case signature(secret: Int)
        /// The secret itself, in this place of the list: the sender is known, the body is not protected.
        case token(secret: Int)
        /// Nothing: the scheme is `none`.
        case none
    }

    /// The body as it was received and proven; valid as long as the bytes that were given to the verifier.
    package let body: UnsafeRawBufferPointer
    /// The signed timestamp, where the scheme has one.
    package let signedAt: Timestamp?
    package let proof: Proof

    init(body: UnsafeRawBufferPointer, signedAt: Timestamp? = nil, proof: Proof) {
        self.body = body
        self.signedAt = signedAt
        self.proof = proof
    }

    /// Whether anything was proven at all.
    package var isAuthenticated: Bool { self.proof != .none }
}
