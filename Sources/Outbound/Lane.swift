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
        self.queue = TargetLane(
            TargetLane.Settings(
                target: configuration.id,
                machine: DeliveryStateMachine(policy: configuration.retry, retryOn: configuration.retryOn),
                concurrency: configuration.concurrency,
                maxAgeMilliseconds: configuration.maxAgeMilliseconds,
                backlogBytesMax: configuration.backlogBytesMax,
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
        case .retrying: self.metrics.retried.add()
        case .dead(let cause): self.metrics.died(cause)
        case .cancelled: break
        }
    }
}
