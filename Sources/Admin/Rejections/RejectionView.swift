/// A refused request as the API shows it in a list.
package struct RejectionView: Codable, Sendable {
    package var id: Int64
    /// RFC 3339, UTC.
    package var receivedAt: String
    /// The address without the port.
    package var peer: String
    /// Empty where no source has the path.
    package var source: String
    package var cause: String
    /// What the sender was answered.
    package var status: Int
    package var method: String
    package var target: String
    package var bodyBytes: Int
    package var isReplayable: Bool
    /// What the explanation found; empty without one.
    package var findings: [String]
    /// What would have matched and what to do; empty where nothing is known.
    package var explanation: String
    /// The event that its replay became.
    package var replayedAs: String?

    package init(
        id: Int64,
        receivedAt: String,
        peer: String,
        source: String,
        cause: String,
        status: Int,
        method: String,
        target: String,
        bodyBytes: Int,
        isReplayable: Bool,
        findings: [String],
        explanation: String,
        replayedAs: String?
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.peer = peer
        self.source = source
        self.cause = cause
        self.status = status
        self.method = method
        self.target = target
        self.bodyBytes = bodyBytes
        self.isReplayable = isReplayable
        self.findings = findings
        self.explanation = explanation
        self.replayedAs = replayedAs
    }
}

/// A page of refused requests, newest first.
package struct RejectionPage: Codable, Sendable {
    package var rejections: [RejectionView]
    /// What to ask for as `before` to get the next page; absent on the last one.
    package var next: Int64?

    package init(rejections: [RejectionView], next: Int64?) {
        self.rejections = rejections
        self.next = next
    }
}

/// One refused request with its head and body.
package struct RejectionDetail: Codable, Sendable {
    /// A header field; credentials are redacted.
    package struct Field: Codable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var rejection: RejectionView
    package var headers: [Field]
    /// The body, where it is UTF-8 text.
    package var bodyText: String?
    /// The body in base64, where it is not.
    package var bodyBase64: String?
    /// Whether more of the body arrived than is kept.
    package var isBodyTruncated: Bool

    package init(
        rejection: RejectionView,
        headers: [Field],
        bodyText: String?,
        bodyBase64: String?,
        isBodyTruncated: Bool
    ) {
        self.rejection = rejection
        self.headers = headers
        self.bodyText = bodyText
        self.bodyBase64 = bodyBase64
        self.isBodyTruncated = isBodyTruncated
    }
}

/// What became of a replay.
package struct RejectionReplay: Codable, Sendable {
    /// `accepted`, `duplicate` or `refused`.
    package var status: String
    /// The event: the new one, or the one that it is a copy of.
    package var id: String?
    /// Why it was refused again.
    package var cause: String?

    package init(status: String, id: String? = nil, cause: String? = nil) {
        self.status = status
        self.id = id
        self.cause = cause
    }
}
