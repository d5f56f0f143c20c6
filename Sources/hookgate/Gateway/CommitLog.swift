import Logging
import Store
import Telemetry

/// Turns what the committer tells into numbers, health and log lines.
final class CommitLog: CommitObserver {
    private let metrics: GatewayMetrics.Store
    private let health: Health
    private let logger: Logger

    init(metrics: GatewayMetrics, health: Health, logger: Logger) {
        self.metrics = metrics.store
        self.health = health
        self.logger = logger
    }

    func committed(events: Int, duplicates: Int, records: Int, nanoseconds: UInt64) {
        self.metrics.commits.add()
        if events > 0 { self.metrics.commitSize.observe(UInt64(events)) }
        self.metrics.commitDuration.observe(nanoseconds)
    }

    func failed(_ error: StoreError) {
        self.metrics.failures.add()
        self.metrics.writable.set(0)
        self.health.fails(.store, because: error.message)
        self.logger.error(
            "the store cannot be written; events are refused with 503 until it can",
            metadata: ["code": "\(error.code.rawValue)", "error": "\(error)"]
        )
    }

    func recovered() {
        self.metrics.writable.set(1)
        self.health.works(.store)
        self.logger.notice("the store can be written again")
    }

    func noticed(_ notice: String) {
        self.logger.warning("the store noticed something", metadata: ["notice": "\(notice)"])
    }
}
