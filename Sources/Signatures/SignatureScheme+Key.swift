package import Events
import Payload

// Which parts of a request are proven, and the idempotency key that follows from it (product.md §2.5).

extension SignatureScheme {
    /// Whether a change of the body cannot go unseen.
    package var isBodySigned: Bool {
        if case .jwt = self.proof { return true }
        return self.hmac?.isBodySigned ?? false
    }

    /// Whether the delivery id is under the signature: then nobody can make an old request look new by changing it.
    package var isIDSigned: Bool { self.deliveryID.map(self.isSigned) ?? false }

    /// Whether the timestamp that freshness is judged by is under the signature.
    package var isTimestampSigned: Bool { self.hmac?.isTimestampSigned ?? false }

    /// The key of a source that does not name one.
    ///
    /// Made of signed parts only: a part that is not signed could be changed without end, and every copy of a captured
    /// request would be a new event.
    package var defaultKey: [IdempotencyKeyPart] {
        if let rules = self.hmac, !rules.isBodySigned { return self.keyWithoutBody(rules) }
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

    /// Where the body can be changed it is no part of the key, and neither is what may be absent: the body would stand
    /// in for that.
    private func keyWithoutBody(_ rules: HMACRules) -> [IdempotencyKeyPart] {
        guard !self.isIDSigned else { return [.id] }
        var key: [IdempotencyKeyPart] = []
        for part in rules.signedContent.parts {
            switch part {
            case .json(let pointer): key.append(.json(pointer.text))
            case .header(let name): key.append(.header(name))
            case .timestamp:
                switch rules.timestamp?.source {
                case .header(let name)?: key.append(.header(name.lowercased))
                case .json(let pointer)?: key.append(.json(pointer.text))
                case .signaturePair?, .signatureStart?, nil: break
                }
            default: break
            }
        }
        return key.isEmpty ? [.body] : Array(key.prefix(Limits.keyPartsMax))
    }

    /// Whether every place of the event's name is under the signature.
    package var isEventNameSigned: Bool { self.isSigned(self.eventName) }

    private func isSigned(_ location: ValueLocation) -> Bool {
        if case .jwt = self.proof, case .json = location { return true }
        guard let rules = self.hmac else { return false }
        switch location {
        case .json(let pointer):
            if rules.isBodySigned || rules.signedContent.allParts.contains(.json(pointer)) { return true }
            return rules.timestamp?.source == .json(pointer) && rules.signedContent.parts.contains(.timestamp)
        case .firstOf, .joined:
            // A constant says the same for every request, and so nobody can change it.
            return location.leaves.allSatisfy { if case .constant = $0 { true } else { self.isSigned($0) } }
        case .constant: return false
        case .header(let name):
            if case .header(let field)? = rules.timestamp?.source, field.lowercased == name {
                return rules.isTimestampSigned
            }
            if self.deliveryID == .header(name), rules.signedContent.parts.contains(.id) { return true }
            return rules.signedContent.allParts.contains(.header(name))
        }
    }
}

extension HMACRules {
    /// Whether the timestamp is under the signature.
    var isTimestampSigned: Bool {
        guard let source = self.timestamp?.source else { return false }
        if self.signedContent.parts.contains(.timestamp) { return true }
        switch source {
        case .json: return self.isBodySigned
        case .header(let name): return self.signedContent.parts.contains(.header(name.lowercased))
        case .signaturePair, .signatureStart: return false
        }
    }
}
