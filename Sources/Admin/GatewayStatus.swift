/// One screen of what the gateway is doing: `hookgate status`, and `/api/v1/status`.
package struct GatewayStatus: Codable, Sendable {
    /// One source's numbers since the start.
    package struct Source: Codable, Sendable {
        package var name: String
        package var path: String
        package var accepted: UInt64
        package var duplicates: UInt64
        package var unrouted: UInt64
        /// Refused requests by cause; causes that never occurred are left out.
        package var rejections: [String: UInt64]
        /// Seconds, upper bounds.
        package var acceptP50: Double?
        package var acceptP99: Double?
    }

    /// One target's numbers since the start.
    package struct Target: Codable, Sendable {
        package var name: String
        package var url: String
        /// `active`, `slowed`, `open` or `paused`.
        package var state: String
        /// Why; empty while it is active.
        package var reason: String
        package var delivered: UInt64
        package var failedAttempts: UInt64
        package var dead: UInt64
        package var backlog: Int64
        package var inFlight: Int64
        package var oldestDueSeconds: Double
    }

    package var version: String
    /// RFC 3339, UTC.
    package var startedAt: String
    package var uptimeSeconds: Int64
    package var isReady: Bool
    /// Parts that do not work, with their reasons.
    package var troubles: [String]
    package var listening: [String]
    package var sources: [Source]
    package var targets: [Target]

    package init(
        version: String,
        startedAt: String,
        uptimeSeconds: Int64,
        isReady: Bool,
        troubles: [String],
        listening: [String],
        sources: [Source],
        targets: [Target]
    ) {
        self.version = version
        self.startedAt = startedAt
        self.uptimeSeconds = uptimeSeconds
        self.isReady = isReady
        self.troubles = troubles
        self.listening = listening
        self.sources = sources
        self.targets = targets
    }
}
