package import Events

// Which parts of a request are proven, and the idempotency key that follows from it (product.md §2.5).

extension SignatureScheme {
    /// Whether the body is under the signature.
    package var isBodySigned: Bool { self.hmac != nil }

    /// Whether the delivery id is under the signature: then nobody can make an old request look new by changing it.
    package var isIDSigned: Bool { self.deliveryID.map(self.isSigned) ?? false }

    /// Whether the timestamp that freshness is judged by is under the signature.
    package var isTimestampSigned: Bool { self.hmac?.isTimestampSigned ?? false }

    /// The key of a source that does not name one.
    ///
    /// Made of signed parts only: a part that is not signed could be changed without end, and every copy of a captured
    /// request would be a new event.
    package var defaultKey: [IdempotencyKeyPart] {
        if self.isIDSigned { return [.id, .body] }
        if let occurredAt = self.occurredAt, self.isSigned(occurredAt) {
            // A header that is signed is new at each attempt of some senders, so the event's name is only of use
            // beside a time that belongs to the event.
            guard case .json = occurredAt, self.isSigned(self.eventName) else { return [.timestamp, .body] }
            return [.event, .timestamp, .body]
        }
        if let rules = self.hmac, rules.isTimestampSigned, case .header(let name)? = rules.timestamp?.source {
            return [.header(name.lowercased), .body]
        }
        return [.body]
    }

    private func isSigned(_ location: ValueLocation) -> Bool {
        guard let rules = self.hmac else { return false }
        switch location {
        case .json: return true
        case .constant: return false
        case .header(let name):
            if case .header(let field)? = rules.timestamp?.source, field.lowercased == name {
                return rules.isTimestampSigned
            }
            if self.deliveryID == .header(name), rules.signedContent.parts.contains(.id) { return true }
            return rules.signedContent.parts.contains(.header(name))
        }
    }
}

extension HMACRules {
    /// Whether the timestamp is under the signature.
    var isTimestampSigned: Bool {
        guard let source = self.timestamp?.source else { return false }
        if self.signedContent.parts.contains(.timestamp) { return true }
        switch source {
        case .json: return true
        case .header(let name): return self.signedContent.parts.contains(.header(name.lowercased))
        case .signaturePair: return false
        }
    }
}
