import Events
import Payload

extension SignatureScheme {
    /// What is checked and how, in lines for people: `hookgate check` prints them, and the source's own key after them.
    package var summary: [String] {
        var lines = self.proofLines
        lines.append("event name: \(self.eventName)")
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
        case .hmac(let rules):
            let digests = rules.digests.map { "HMAC-\($0.title)" }.joined(separator: " or ")
            return [
                "proof: \(digests) over \(rules.signedContent.template)",
                "signature: \(rules.header.text), \(rules.encoding.rawValue)\(rules.layout.remark)",
                "secret: \(self.keyDecoding.remark)",
                "freshness: \(rules.freshness)",
            ]
        }
    }
}

extension SignatureLayout {
    fileprivate var remark: String {
        switch self {
        case .plain(let prefix): prefix.isEmpty ? "" : " behind \"\(prefix)\""
        case .method: " behind the name of its digest and \"=\""
        case .pairs(let separator, let key): ", every \"\(key)=\" of a list apart by \"\(separator)\""
        case .tagged(let tag): ", every \"\(tag),\" of a list apart by spaces"
        }
    }
}

extension KeyDecoding {
    fileprivate var remark: String {
        switch self {
        case .utf8: "used as text"
        case .hex: "decoded from hex"
        case .base64: "decoded from base64"
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
