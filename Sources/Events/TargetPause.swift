/// Why a target gets nothing until somebody resumes it; the store keeps it across restarts.
package struct TargetPause: Sendable, Hashable {
    /// The closed list of causes, as the store keeps them.
    package enum Cause: String, Sendable, CaseIterable {
        /// Somebody paused it.
        case manual
        /// It answered 410: it is gone.
        case gone

        /// For people.
        package var reason: String {
            switch self {
            case .manual: "paused by hand"
            case .gone: "answered 410 Gone; resume it once its url is right"
            }
        }
    }

    package var cause: Cause
    package var since: Timestamp

    package init(cause: Cause, since: Timestamp) {
        self.cause = cause
        self.since = since
    }
}

/// What a target's lane does at the moment, for people and metrics.
package enum LaneCondition: String, Sendable, CaseIterable {
    /// Starts what it may.
    case active
    /// Starts less than it may, because the target said 429 or 503.
    case slowed
    /// Holds its deliveries and probes, because the target failed too often.
    case open
    /// Holds its deliveries until it is resumed.
    case paused
}
