import Events
import GatewayTesting
import Telemetry
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct DispatcherPressureTests {
    private static let first = TargetID(rawValue: 1)

    private func pause(_ bench: DispatcherBench, _ pause: TargetPause?) async {
        await withCheckedContinuation { continuation in
            bench.dispatcher.setPause(pause, of: Self.first) { continuation.resume() }
        }
    }

    /// Returns once the thread has been through a whole round: what it could start is started.
    private func round(_ bench: DispatcherBench) async {
        for _ in 0..<2 {
            await withCheckedContinuation { continuation in
                bench.dispatcher.setPause(nil, of: TargetID(rawValue: 99)) { continuation.resume() }
            }
        }
    }

    @Test(arguments: EgressKind.allCases)
    func goneTargetIsPausedAndItsDeliveriesAreHeld(egress: EgressKind) async throws {
        let stub = StubTarget([StubAnswer(status: 410)])
        let target = DispatcherBench.target(1, url: stub.url()) { $0.concurrency = 1 }
        let bench = try DispatcherBench([target], through: egress)
        let id = bench.accept()
        let record = await bench.backlog.nextRecord()
        #expect(record.state == .retrying(due: bench.clock.now()))
        #expect(record.attempts == 0 && record.firstAttemptAt == nil && record.error == nil)
        bench.accept()
        bench.advance(seconds: 3_600)
        await self.round(bench)
        #expect(target.metrics.condition.condition == .paused)
        #expect(target.metrics.condition.reason.contains("410"))
        await bench.stop()
        #expect(stub.requests.count == 1)
        #expect(bench.backlog.pauses[Self.first]?.cause == .gone)

        let second = try DispatcherBench([target], backlog: bench.backlog, clockAt: bench.clock.now(), through: egress)
        #expect(target.metrics.condition.condition == .paused, "the pause survives a restart")
        await self.pause(second, nil)
        let records = await second.backlog.nextRecords(2)
        #expect(records.allSatisfy { $0.state == .delivered && $0.attempts == 1 })
        #expect(records.contains { $0.event == id })
        #expect(second.backlog.pauses.isEmpty)
        await second.stop()
        stub.stop()
    }

    @Test func pausedByHandNothingStartsUntilResumed() async throws {
        let stub = StubTarget()
        let other = StubTarget()
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stub.url()), DispatcherBench.target(2, url: other.url()),
        ])
        await self.pause(bench, TargetPause(cause: .manual, since: bench.clock.now()))
        for _ in 0..<20 { bench.accept() }
        #expect(await bench.backlog.nextRecords(20).allSatisfy { $0.target == TargetID(rawValue: 2) })
        #expect(stub.requests.isEmpty)
        await self.pause(bench, nil)
        #expect(await bench.backlog.nextRecords(20).allSatisfy { $0.target == Self.first && $0.state == .delivered })
        await bench.stop()
        stub.stop()
        other.stop()
    }

    @Test func openBreakerHoldsWhatComesAndClosesByItself() async throws {
        let failing = StubAnswer(status: 500, body: [])
        let stub = StubTarget(otherwise: failing)
        let target = DispatcherBench.target(1, url: stub.url()) { target in
            target.concurrency = 1
            target.breaker = CircuitBreaker.Settings(
                failures: 3,
                probeAfterMilliseconds: 5_000,
                maxProbeAfterMilliseconds: 5_000
            )
        }
        let bench = try DispatcherBench([target])
        for _ in 0..<10 { bench.accept() }
        #expect(await bench.backlog.nextRecords(3).allSatisfy { $0.attempts == 1 && $0.error == .status })
        bench.advance(seconds: 4)
        await self.round(bench)
        #expect(stub.requests.count == 3, "the others are held")
        bench.advance(seconds: 1)
        let probe = await bench.backlog.nextRecord()
        #expect(probe.attempts == 0 && probe.state == .retrying(due: bench.clock.now()), "a probe does not count")
        #expect(stub.requests.count == 4)
        #expect(target.metrics.condition.condition == .open)
        #expect(target.metrics.condition.reason.contains("status 500"))
        stub.answer(StubAnswer(status: 204, body: []))
        bench.advance(seconds: 5)
        #expect(await bench.backlog.nextRecords(10).allSatisfy { $0.state == .delivered })
        #expect(target.metrics.condition.condition == .active)
        await bench.stop()
        stub.stop()
    }

    @Test func retryAfterOfABusyTargetHoldsTheWholeLane() async throws {
        let stub = StubTarget([StubAnswer(status: 429, headers: [("Retry-After", "60")])])
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url()) { $0.concurrency = 1 }])
        for _ in 0..<3 { bench.accept() }
        #expect((await bench.backlog.nextRecord()).status == 429)
        bench.advance(seconds: 59)
        await self.round(bench)
        #expect(stub.requests.count == 1)
        bench.advance(seconds: 1)
        #expect(await bench.backlog.nextRecords(3).allSatisfy { $0.state == .delivered })
        await bench.stop()
        stub.stop()
    }

    @Test func rateOfATargetIsKeptAndHarmsNoOther() async throws {
        let stub = StubTarget()
        let other = StubTarget()
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stub.url()) { $0.rate = StartRate(starts: 10, periodMilliseconds: 1_000) },
            DispatcherBench.target(2, url: other.url()),
        ])
        for _ in 0..<20 { bench.accept() }
        // One start of the limited target, all of the other.
        let records = await bench.backlog.nextRecords(21)
        #expect(records.count { $0.target == Self.first } == 1)
        for round in 1...19 {
            bench.clock.advance(byMilliseconds: 100)
            bench.dispatcher.wake()
            #expect((await bench.backlog.nextRecord()).target == Self.first)
            #expect(stub.requests.count == round + 1)
        }
        await bench.stop()
        stub.stop()
        other.stop()
    }

    @Test func heldDeliveriesExpireAllTheSame() async throws {
        let stub = StubTarget()
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url()) { $0.maxAgeMilliseconds = 60_000 }])
        await self.pause(bench, TargetPause(cause: .manual, since: bench.clock.now()))
        bench.accept()
        bench.advance(seconds: 61)
        let record = await bench.backlog.nextRecord()
        #expect(record.state == .dead(.expired))
        await bench.stop()
        #expect(stub.requests.isEmpty)
        stub.stop()
    }
}
