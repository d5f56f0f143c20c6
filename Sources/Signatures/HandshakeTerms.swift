/// What one source demands of a handshake before it plays it.
package struct HandshakeTerms: Sendable {
    package var handshake: Handshake
    /// The word that Meta must know.
    package var verifyToken: SecretKey?
    /// Origins that may send CloudEvents, in lower case; `*` stands for every one.
    package var allowedOrigins: [String]
    /// Requests a minute that a sender of CloudEvents may make; `nil` sets no bound.
    package var allowedRate: Int?
    /// Topics of Amazon SNS whose subscriptions are confirmed.
    package var topics: [SNSTopic]

    package init(
        _ handshake: Handshake,
        verifyToken: SecretKey? = nil,
        allowedOrigins: [String] = [],
        allowedRate: Int? = nil,
        topics: [SNSTopic] = []
    ) {
        self.handshake = handshake
        self.verifyToken = verifyToken
        self.allowedOrigins = allowedOrigins
        self.allowedRate = allowedRate
        self.topics = topics
    }

    /// Whether everything is said without which the handshake would have to trust a stranger.
    package var isComplete: Bool {
        switch self.handshake {
        case .meta: self.verifyToken != nil
        case .cloudEvents: !self.allowedOrigins.isEmpty
        case .awsSNS: !self.topics.isEmpty
        default: true
        }
    }
}
