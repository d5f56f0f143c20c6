import Events
import Telemetry

/// A target at work, with its queue, its requests and its numbers.
///
/// Lives on the egress thread alone.
final class Lane {
    let name: String
    let metrics: GatewayMetrics.Target
    let endpoint: Endpoint
    let request: DeliveryRequest
    let egress: any Egress
    var queue: TargetLane
    /// One per slot of the queue, made when the slot is first used.
    private(set) var exchanges: [Exchange] = []
    /// Whether it is among those that the next round looks at.
    var isTouched = false

    private let index: Int
    private var shownCondition = LaneCondition.active

    init(
        _ configuration: TargetConfiguration,
        endpoint: Endpoint,
        index: Int,
        settings: DispatcherSettings,
        egress: any Egress
    ) {
        self.index = index
        self.name = configuration.name
        self.metrics = configuration.metrics
        self.endpoint = endpoint
        self.request = DeliveryRequest(configuration, userAgent: settings.userAgent)
        self.egress = egress
        let reader = configuration.orderBy.map { OrderKeyReader($0) }
        self.queue = TargetLane(
            TargetLane.Settings(
                target: configuration.id,
                machine: DeliveryStateMachine(policy: configuration.retry, retryOn: configuration.retryOn),
                concurrency: configuration.concurrency,
                maxAgeMilliseconds: configuration.maxAgeMilliseconds,
                backlogBytesMax: configuration.backlogBytesMax,
                rate: configuration.rate,
                breaker: configuration.breaker,
                orderKey: reader.map { reader in { reader.key(of: $0) } },
                entriesMax: settings.laneEntriesMax
            )
        )
    }

    func exchange(slot: Int) -> Exchange {
        while self.exchanges.count <= slot {
            self.exchanges.append(Exchange(lane: self.index, slot: self.exchanges.count, endpoint: self.endpoint))
        }
        return self.exchanges[slot]
    }

    /// Shows the lane's condition if it has changed since it was last shown.
    ///
    /// - Returns: Whether it has.
    func showCondition() -> Bool {
        let condition = self.queue.gate.condition
        guard condition != self.shownCondition else { return false }
        self.shownCondition = condition
        self.metrics.show(condition, because: self.queue.gate.reason)
        return true
    }

    /// Brings the gauges up to date.
    func publish(now: Timestamp) {
        self.metrics.backlog.set(Int64(self.queue.backlogCount))
        self.metrics.backlogBytes.set(self.queue.backlogBytes)
        self.metrics.inFlight.set(Int64(self.queue.inFlightCount))
        self.metrics.oldestDueMilliseconds.set(self.queue.oldestDue(now: now)?.milliseconds ?? 0)
    }

    /// Counts what a record says.
    func count(_ record: DeliveryRecord) {
        if let error = record.error { self.metrics.failed(error) }
        switch record.state {
        case .delivered: self.metrics.delivered.add()
        case .retrying:
            // A delivery that is held was put off, but it is no retry.
            if record.error != nil { self.metrics.retried.add() }
        case .dead(let cause): self.metrics.died(cause)
        case .cancelled: break
        }
    }
}
