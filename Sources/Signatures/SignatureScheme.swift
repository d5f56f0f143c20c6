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

    /// The headers besides the proof that say something about the event; in lower case, each once.
    var locationHeaders: [String] {
        var names: [String] = []
        for case .header(let name)? in [self.eventName, self.occurredAt, self.deliveryID] where !names.contains(name) {
            names.append(name)
        }
        return names
    }
}
