package import Events

/// A refused request that is kept, with its cause and what would have made it match.
package struct Rejection: Sendable, Equatable {
    /// Its number, from 1; 0 before it is stored.
    package var id: Int64
    /// When its last byte arrived: what it is verified against again.
    package var receivedAt: Timestamp
    /// The address without the port.
    package var peer: String
    /// The source whose path it came for; empty where there is none.
    package var source: String
    package var cause: RejectionCause
    package var method: String
    /// Path and query; values that could be credentials are taken out.
    package var target: String
    /// The header fields; values that could be credentials are taken out.
    package var headers: HeaderBlock
    /// The first ``Limits/rejectionBodyBytesMax`` bytes of the body; empty in a list.
    package var body: [UInt8]
    /// Bytes of the body that arrived.
    package var bodyBytes: Int
    /// Whether everything is kept that it takes to verify it again.
    package var isReplayable: Bool
    /// What the explanation found, apart by spaces; empty without one.
    package var findings: String
    /// One sentence; empty without one.
    package var explanation: String
    /// The event that its replay became.
    package var replayedAs: String?

    package init(
        id: Int64 = 0,
        receivedAt: Timestamp,
        peer: String,
        source: String,
        cause: RejectionCause,
        method: String,
        target: String,
        headers: HeaderBlock,
        body: [UInt8],
        bodyBytes: Int,
        isReplayable: Bool,
        findings: String = "",
        explanation: String = "",
        replayedAs: String? = nil
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.peer = peer
        self.source = source
        self.cause = cause
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.bodyBytes = bodyBytes
        self.isReplayable = isReplayable
        self.findings = findings
        self.explanation = explanation
        self.replayedAs = replayedAs
    }

    /// Bytes that it takes about in a store.
    package var storedBytes: Int {
        self.headers.bytes.count + self.body.count + self.target.utf8.count + self.explanation.utf8.count
            + self.peer.utf8.count + 160
    }
}

/// Which rejections a page shows; newest first.
package struct RejectionQuery: Sendable, Equatable {
    /// Only those with a smaller number.
    package var before: Int64?
    /// 1 to ``Limits/rejectionsPerPageMax``.
    package var limit: Int
    package var source: String?
    package var cause: RejectionCause?

    package init(
        before: Int64? = nil,
        limit: Int = Limits.rejectionsPerPageDefault,
        source: String? = nil,
        cause: RejectionCause? = nil
    ) {
        self.before = before
        self.limit = limit
        self.source = source
        self.cause = cause
    }
}
