import Events
import GatewayTesting
import Logging
import Store
import Telemetry

@testable import Outbound

/// The two ways to a target.
enum EgressKind: CaseIterable {
    case lean, libcurl
}

/// A dispatcher at work over a store in memory and a clock that a test moves.
final class DispatcherBench: Sendable {
    static let source = SourceID(rawValue: 3)
    let clock = ManualClock()
    let backlog: MemoryBacklog
    let dispatcher: Dispatcher
    let targets: [TargetConfiguration]

    /// Starts at once, with what `backlog` holds.
    init(
        _ targets: [TargetConfiguration],
        backlog: MemoryBacklog = MemoryBacklog(),
        clockAt start: Timestamp? = nil,
        through egress: EgressKind = .lean,
        settings change: (inout DispatcherSettings) -> Void = { _ in }
    ) throws {
        var settings = DispatcherSettings(sources: [Self.source: "cube"], userAgent: "hookgate/test", seed: 1)
        settings.isLeanAllowed = egress == .lean
        change(&settings)
        if let start { self.clock.set(start) }
        self.backlog = backlog
        self.targets = targets
        self.dispatcher = try Dispatcher(
            targets: targets,
            settings: settings,
            backlog: backlog,
            clock: self.clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try self.dispatcher.start(recovery: backlog.recovery())
    }

    static func target(
        _ number: Int32,
        url: String,
        change: (inout TargetConfiguration) -> Void = { _ in }
    ) -> TargetConfiguration {
        let name = "target-\(number)"
        var target = TargetConfiguration(
            id: TargetID(rawValue: number),
            name: name,
            url: url,
            metrics: GatewayMetrics.Target(name: name)
        )
        target.retry.jitter = 0
        change(&target)
        return target
    }

    func content(
        _ body: String = #"{"event":"a"}"#,
        name: String = "message.received",
        normalized: String? = nil,
        headers: [(name: String, value: String)] = []
    ) -> EventContent {
        var block = HeaderBlock()
        for header in headers { block.append(name: header.name, value: header.value) }
        return EventContent(
            source: Self.source,
            name: name,
            receivedAt: self.clock.now(),
            occurredAt: nil,
            rawBody: Array(body.utf8),
            normalizedBody: Array((normalized ?? body).utf8),
            headers: block
        )
    }

    /// Accepts an event for all targets, or for some.
    @discardableResult
    func accept(_ content: EventContent? = nil, for targets: [TargetID]? = nil) -> EventID {
        self.backlog.accept(
            content ?? self.content(),
            for: targets ?? self.targets.map(\.id),
            sink: self.dispatcher
        )
    }

    /// Moves the clock and lets the dispatcher see it.
    func advance(seconds: Int64) {
        self.clock.advance(byMilliseconds: seconds * 1_000)
        self.dispatcher.wake()
    }

    func stop() async { await self.dispatcher.stop(graceMilliseconds: 2_000) }
}
