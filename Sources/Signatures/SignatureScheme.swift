package import Payload

/// How a sender proves that a request is its own, and where it says what the request is about.
///
/// A value without behaviour: presets and gateway.conf write it, ``Verifier`` and ``Signer`` act on it.
package struct SignatureScheme: Sendable, Equatable {
    /// What the proof is.
    package enum Proof: Sendable, Equatable {
        /// None. Whoever reaches the path is believed.
        case none
        /// The secret itself in a header. It shows who sent, not what: the body is not protected.
        case token(header: FieldName)
        /// The secret itself in the body, as a text.
        case bodyToken(JSONPointer)
        /// Basic authentication (RFC 7617); the secret is `user:password`.
        case basic
        /// A JSON Web Token with the hash of the body in it.
        case jwt(JWTRules)
        case hmac(HMACRules)
    }

    /// As in gateway.conf.
    package var name: String
    package var proof: Proof
    /// How the text of a secret becomes a key.
    package var keyDecoding: KeyDecoding
    package var eventName: ValueLocation
    /// When it happened.
    package var occurredAt: ValueLocation?
    /// What the sender calls this delivery, the same when it sends it again.
    package var deliveryID: ValueLocation?
    /// What the sender does to find out whether it may send; `nil` where it simply sends.
    package var handshake: Handshake?
    /// The URL that the sender was given, where it signs that: without a query, never from `Host`.
    package var publicURL: String?
    /// What the sender calls this webhook, where it signs that.
    package var senderID: String?

    package init(
        name: String,
        proof: Proof,
        keyDecoding: KeyDecoding = .utf8,
        eventName: ValueLocation,
        occurredAt: ValueLocation? = nil,
        deliveryID: ValueLocation? = nil,
        handshake: Handshake? = nil
    ) {
        self.name = name
        self.proof = proof
        self.keyDecoding = keyDecoding
        self.eventName = eventName
        self.occurredAt = occurredAt
        self.deliveryID = deliveryID
        self.handshake = handshake
    }

    /// The rules of the HMAC, where that is the proof; setting them makes it the proof.
    package var hmac: HMACRules? {
        get { if case .hmac(let rules) = self.proof { rules } else { nil } }
        set { self.proof = newValue.map(Proof.hmac) ?? .none }
    }

    /// Whether it needs a secret.
    package var needsSecret: Bool { self.proof != .none }

    /// The header of the delivery id, where it stands in one.
    var idHeader: FieldName? {
        if case .header(let name)? = self.deliveryID { FieldName(name) } else { nil }
    }

    /// Whether it signs the URL that it sends to, so that the configuration must say it.
    package var needsPublicURL: Bool {
        self.hmac?.signedContent.allParts.contains { $0 == .url || $0 == .path } ?? false
    }

    /// Whether it signs an id that only the configuration knows.
    package var needsSenderID: Bool { self.hmac?.signedContent.allParts.contains(.senderID) ?? false }

    /// How long a signed timestamp counts; `nil` where there is none, or it may have any age.
    package var toleranceMilliseconds: Int64? {
        get {
            if case .jwt(let rules) = self.proof {
                rules.toleranceMilliseconds
            } else {
                self.hmac?.timestamp?.toleranceMilliseconds
            }
        }
        set {
            if case .jwt(var rules) = self.proof {
                rules.toleranceMilliseconds = newValue
                self.proof = .jwt(rules)
            } else {
                self.hmac?.timestamp?.toleranceMilliseconds = newValue
            }
        }
    }

    /// Whether it has a timestamp that freshness can be judged by.
    package var hasTimestamp: Bool { if case .jwt = self.proof { true } else { self.hmac?.timestamp != nil } }

    /// The headers besides the proof that say something about the event; in lower case, each once.
    var locationHeaders: [String] {
        var names: [String] = []
        let places = [self.eventName, self.occurredAt, self.deliveryID].compactMap(\.self).flatMap(\.leaves)
        for case .header(let name) in places where !names.contains(name) { names.append(name) }
        return names
    }
}
