package import Events
package import Telemetry

extension GatewayStatus.Source {
    /// Reads the counters of one source.
    package init(_ metrics: GatewayMetrics.Source, path: String) {
        var rejections: [String: UInt64] = [:]
        for cause in RejectionCause.allCases where metrics.rejections(cause) > 0 {
            rejections[cause.rawValue] = metrics.rejections(cause)
        }
        self.init(
            name: metrics.name,
            path: path,
            accepted: metrics.accepted.value,
            duplicates: metrics.duplicates.value,
            unrouted: metrics.unrouted.value,
            rejections: rejections,
            acceptP50: metrics.acceptLatency.quantile(0.5),
            acceptP99: metrics.acceptLatency.quantile(0.99)
        )
    }
}

extension GatewayStatus.Target {
    /// Reads the counters of one target.
    package init(_ metrics: GatewayMetrics.Target, url: String, now: Timestamp) {
        let (condition, reason) = metrics.condition
        self.init(
            name: metrics.name,
            url: url,
            state: condition.rawValue,
            reason: reason,
            delivered: metrics.delivered.value,
            failedAttempts: AttemptError.allCases.reduce(0) { $0 + metrics.failures($1) },
            dead: DeadCause.allCases.reduce(0) { $0 + metrics.deaths($1) },
            backlog: metrics.backlog.value,
            inFlight: metrics.inFlight.value,
            oldestDueSeconds: metrics.oldestDueAge(now: now)
        )
    }
}
