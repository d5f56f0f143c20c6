import Events
import Payload

extension SignatureScheme {
    /// What is checked and how, in lines for people: `hookgate check` prints them, and the source's own key after them.
    package var summary: [String] {
        var lines = self.proofLines
        let isNameUnsigned = self.hmac != nil && !self.isEventNameSigned && self.eventName.isInRequest
        lines.append("event name: \(self.eventName)\(isNameUnsigned ? " (not signed)" : "")")
        if let occurredAt = self.occurredAt { lines.append("time of the event: \(occurredAt)") }
        if let deliveryID = self.deliveryID {
            lines.append("delivery id: \(deliveryID)\(self.isIDSigned ? "" : " (not signed)")")
        }
        return lines
    }

    private var proofLines: [String] {
        switch self.proof {
        case .none: return ["proof: none, every request is believed"]
        case .token(let header):
            return ["proof: the secret itself in \(header.text); the body is not protected", "freshness: not checked"]
        case .bodyToken(let pointer):
            return [
                "proof: the secret itself in \(pointer.text) of the body, which is not protected",
                "freshness: not checked",
            ]
        case .basic:
            return [
                "proof: Basic authentication, the secret is user:password; the body is not protected",
                "freshness: not checked",
            ]
        case .jwt(let rules):
            return [
                "proof: JSON Web Token in \(rules.header.text), with the hash of the body in \(rules.bodyHashClaim)",
                "secret: a public key in PEM, or the secret of HS256",
                "freshness: iat and exp of the token",
            ]
        case .hmac(let rules): return self.lines(rules)
        }
    }
}

extension SignatureScheme {
    private func lines(_ rules: HMACRules) -> [String] {
        let algorithms = rules.digests.map { rules.algorithm.title($0) }.joined(separator: " or ")
        var lines = [
            "proof: \(algorithms) over \(rules.signedContent.template)",
            "signature: \(rules.place), \(rules.encoding.rawValue)\(rules.layout.remark)",
            "\(rules.algorithm.isAsymmetric ? "public key" : "secret"): \(self.keyDecoding.remark)",
            "freshness: \(rules.freshness)",
        ]
        if let name = rules.bodyHashQuery { lines.append("body: its SHA-256 is in the signed query, as \(name)") }
        if !rules.isBodySigned {
            lines.append("body: NOT signed as a whole; whoever holds a request can change the rest")
        }
        for pointer in rules.forbidden { lines.append("refused: a body that has \(pointer.text), which is not signed") }
        if let publicURL { lines.append("URL that the sender was given: \(publicURL)") }
        return lines
    }
}

extension ValueLocation {
    /// Whether a request decides it.
    fileprivate var isInRequest: Bool {
        self.leaves.contains { if case .constant = $0 { false } else { true } }
    }
}

extension SignatureLayout {
    fileprivate var remark: String {
        switch self {
        case .plain(let prefix): prefix.isEmpty ? "" : " behind \"\(prefix)\""
        case .method: " behind the name of its digest and \"=\""
        case .pairs(let separator, let key): ", every \"\(key)=\" of a list apart by \"\(separator)\""
        case .tagged(let tag): ", every \"\(tag),\" of a list apart by spaces"
        case .positional(let separator): ", every one behind the timestamp, apart by \"\(separator)\""
        }
    }
}

extension KeyDecoding {
    fileprivate var remark: String {
        switch self {
        case .utf8: "used as text"
        case .hex: "decoded from hex"
        case .base64: "decoded from base64"
        case .whpk: "decoded from base64 behind \"\(Self.whpkPrefix)\""
        case .whsec: "decoded from base64 behind \"\(Self.whsecPrefix)\""
        }
    }
}

extension TimestampFormat {
    fileprivate var remark: String {
        switch self {
        case .iso8601: "ISO 8601"
        case .seconds: "Unix seconds"
        case .milliseconds: "Unix milliseconds"
        case .httpDate: "HTTP date"
        case .any: "ISO 8601, Unix seconds or milliseconds"
        }
    }
}

extension HMACRules {
    fileprivate var freshness: String {
        guard let timestamp = self.timestamp else { return "not checked, the scheme has no timestamp" }
        let place =
            switch timestamp.source {
            case .header(let name): name.text
            case .signaturePair(let key): "\"\(key)=\" of \(self.header.text)"
            case .signatureStart: "the beginning of \(self.header.text)"
            case .json(let pointer): pointer.text
            }
        let signed = self.isTimestampSigned ? "" : ", not signed"
        guard let tolerance = timestamp.toleranceMilliseconds else {
            return "not checked, \(place) (\(timestamp.format.remark)\(signed)) may have any age"
        }
        let limit = tolerance.isMultiple(of: 1000) ? "\(tolerance / 1000) s" : "\(tolerance) ms"
        return "\(place) (\(timestamp.format.remark)\(signed)) at most \(limit) early or late"
    }
}
