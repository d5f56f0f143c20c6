import Payload

/// One question that a sender may ask, and its answer, as data.
///
/// The table of all of them is ``Handshake/rules``.
struct HandshakeRules: Sendable {
    /// Where a value of the request stands.
    enum Place: Sendable {
        case query(String)
        case header(FieldName)
        /// In the body; only looked at once the body is proven.
        case json(StaticString)
    }

    /// What must hold for the request to be the question.
    enum Condition: Sendable {
        /// The value is there and is this; in the body as JSON prints it.
        case equals(Place, String)
        case exists(Place)
        case absent(Place)
        case emptyBody
    }

    /// What must hold for it to be answered.
    enum Admission: Sendable {
        case anyone
        /// The value is the source's own word.
        case verifyToken(Place)
        /// The challenge is an origin that the source lets in.
        case origin
        /// The value is a topic that the source names.
        case topic(Place)
    }

    /// A piece of an answer's body.
    enum Part: Sendable {
        case literal(String)
        case challenge
        /// The challenge's HMAC-SHA256 with the source's secret.
        case signature(SignatureEncoding)
    }

    enum Reply: Sendable {
        /// The challenge alone, as plain text.
        case echo
        case json([Part])
        case empty(status: Int)
        /// Leave to send, in the headers of CloudEvents.
        case permission
        /// The challenge in a header, once it is kept as the key.
        case exchange(header: FieldName)
        /// Nothing, once the confirmation is on its way.
        case confirmation
    }

    var method = "POST"
    /// Whether the question must be signed, and fresh, like an event.
    var isProven = false
    var conditions: [Condition]
    /// What comes back, is signed, or is kept.
    var challenge: Place?
    var text = ChallengeText.opaque
    var admission = Admission.anyone
    var reply: Reply

    /// Whether the challenge is signed.
    var signsChallenge: Bool {
        guard case .json(let parts) = self.reply else { return false }
        return parts.contains { if case .signature = $0 { true } else { false } }
    }

    /// Places in the body that the rules look at.
    var pointers: [StaticString] {
        var places = [self.challenge]
        for condition in self.conditions {
            switch condition {
            case .equals(let place, _), .exists(let place), .absent(let place): places.append(place)
            case .emptyBody: break
            }
        }
        switch self.admission {
        case .verifyToken(let place), .topic(let place): places.append(place)
        case .anyone, .origin: break
        }
        return places.compactMap { if case .json(let pointer)? = $0 { pointer } else { nil } }
    }
}
