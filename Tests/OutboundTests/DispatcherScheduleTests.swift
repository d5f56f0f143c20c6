import Events
import GatewayTesting
import Logging
import Telemetry
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct DispatcherScheduleTests {
    private let failing = StubAnswer(status: 500, body: [])

    @Test func retriesComeAtThePolicysTimes() async throws {
        let stub = StubTarget(otherwise: self.failing)
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url()) { $0.retry.attempts = 4 }])
        let start = bench.clock.now()
        let id = bench.accept()
        for (attempt, due) in [(1, 10), (2, 30), (3, 70)] as [(Int, Int64)] {
            let record = await bench.backlog.nextRecord()
            #expect(record.event == id)
            #expect(record.attempts == attempt)
            #expect(record.firstAttemptAt == start)
            #expect(record.state == .retrying(due: start.advanced(byMilliseconds: due * 1_000)))
            #expect(stub.requests.count == attempt)
            bench.advance(seconds: due - bench.clock.now().milliseconds(since: start) / 1_000)
        }
        let last = await bench.backlog.nextRecord()
        #expect(last.state == .dead(.exhausted))
        #expect(last.attempts == 4)
        #expect(stub.requests.map { $0.value("Hookgate-Attempt") } == ["1", "2", "3", "4"])
        #expect(Set(stub.requests.map { $0.value("Idempotency-Key") }).count == 1)
        #expect(Set(stub.requests.map { $0.value("traceparent")?.dropFirst(3).prefix(32) }).count == 1)
        #expect(Set(stub.requests.map(\.body)).count == 1)
        await bench.stop()
        stub.stop()
    }

    @Test func retryIsNotMadeBeforeItsTime() async throws {
        let stub = StubTarget([self.failing])
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stub.url()), DispatcherBench.target(2, url: stub.url("/other")),
        ])
        bench.accept(for: [TargetID(rawValue: 1)])
        _ = await bench.backlog.nextRecord()
        bench.advance(seconds: 9)
        // Another delivery that is sent after the clock was moved shows that the thread has seen it.
        bench.accept(for: [TargetID(rawValue: 2)])
        #expect((await bench.backlog.nextRecord()).target == TargetID(rawValue: 2))
        #expect(stub.requests.count == 2)
        bench.advance(seconds: 1)
        #expect((await bench.backlog.nextRecord()).attempts == 2)
        await bench.stop()
        stub.stop()
    }

    @Test func targetThatHangsDelaysNoOther() async throws {
        let stuck = StubTarget(otherwise: StubAnswer(conduct: .hold))
        let quick = StubTarget()
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stuck.url()) { $0.concurrency = 4 },
            DispatcherBench.target(2, url: quick.url()),
        ])
        for _ in 0..<200 { bench.accept() }
        let records = await bench.backlog.nextRecords(200)
        #expect(records.allSatisfy { $0.target == TargetID(rawValue: 2) && $0.state == .delivered })
        #expect(stuck.requests.count == 4, "no more than its concurrency")
        stuck.release()
        let late = await bench.backlog.nextRecords(200)
        #expect(late.allSatisfy { $0.target == TargetID(rawValue: 1) && $0.state == .delivered })
        await bench.stop()
        stuck.stop()
        quick.stop()
    }

    @Test func stuckTargetLeavesMemoryToTheOthers() async throws {
        let stuck = StubTarget(otherwise: StubAnswer(conduct: .hold))
        let quick = StubTarget()
        let bench = try DispatcherBench(
            [
                DispatcherBench.target(1, url: stuck.url()) { $0.concurrency = 1 },
                DispatcherBench.target(2, url: quick.url()),
            ],
            settings: { $0.residentBodyBytesMax = 8_000 }
        )
        let body = #"{"event":"a","text":"\#(String(repeating: "x", count: 400))"}"#
        for _ in 0..<300 { bench.accept(bench.content(body), for: [TargetID(rawValue: 1)]) }
        let loadsBefore = bench.backlog.loads
        for _ in 0..<5 {
            bench.accept(bench.content(body), for: [TargetID(rawValue: 2)])
            #expect((await bench.backlog.nextRecord()).target == TargetID(rawValue: 2))
        }
        #expect(bench.backlog.loads == loadsBefore, "the quick target's bodies stayed in memory")
        stuck.release()
        #expect(await bench.backlog.nextRecords(300).allSatisfy { $0.state == .delivered })
        #expect(bench.backlog.loads > 200, "the stuck target's bodies were read back")
        #expect(Set(stuck.requests.map(\.body)) == [Array(body.utf8)])
        await bench.stop()
        stuck.stop()
        quick.stop()
    }

    @Test func backlogBeyondTheLanesMemoryGoesOverTheDisk() async throws {
        let stub = StubTarget(otherwise: StubAnswer(conduct: .hold))
        let bench = try DispatcherBench(
            [DispatcherBench.target(1, url: stub.url()) { $0.concurrency = 2 }],
            settings: { $0.laneEntriesMax = 40 }
        )
        var ids: [EventID] = []
        for _ in 0..<3_000 { ids.append(bench.accept()) }
        stub.release()
        let records = await bench.backlog.nextRecords(3_000)
        #expect(records.allSatisfy { $0.state == .delivered })
        #expect(records.map(\.event).sorted() == ids)
        #expect(bench.backlog.pages > 1)
        await bench.stop()
        #expect(stub.requests.count == 3_000)
        stub.stop()
    }

    @Test func deadTargetsRetriesWaitOnDiskAndAllComeBack() async throws {
        let stub = StubTarget(otherwise: self.failing)
        let bench = try DispatcherBench(
            [DispatcherBench.target(1, url: stub.url()) { $0.retry.backoff = .fixed }],
            settings: { $0.laneEntriesMax = 40 }
        )
        for _ in 0..<1_500 { bench.accept() }
        #expect(await bench.backlog.nextRecords(1_500).allSatisfy { $0.error == .status && $0.attempts == 1 })
        stub.answer(StubAnswer(status: 204, body: []))
        bench.advance(seconds: 10)
        let second = await bench.backlog.nextRecords(1_500)
        #expect(second.allSatisfy { $0.state == .delivered && $0.attempts == 2 })
        #expect(Set(second.map(\.event)).count == 1_500)
        await bench.stop()
        stub.stop()
    }

    @Test func restartGoesOnWhereItStopped() async throws {
        let stub = StubTarget([self.failing, self.failing])
        let target = DispatcherBench.target(1, url: stub.url()) { $0.concurrency = 1 }
        let first = try DispatcherBench([target])
        let retried = first.accept()
        let start = first.clock.now()
        _ = await first.backlog.nextRecord()
        first.advance(seconds: 10)
        #expect((await first.backlog.nextRecord()).attempts == 2)
        stub.answer(StubAnswer(conduct: .hang))
        let hanging = first.accept()
        _ = await stub.nextRequest()
        while stub.requests.count < 3 { _ = await stub.nextRequest() }
        let waiting = first.accept()
        // The attempt on its way is broken off and not recorded.
        await first.dispatcher.stop(graceMilliseconds: 0)
        #expect(!first.dispatcher.isRunning)
        #expect(first.backlog.history.count == 2)

        stub.answer(StubAnswer())
        let second = try DispatcherBench([target], backlog: first.backlog, clockAt: first.clock.now())
        let pending = await second.backlog.nextRecords(2)
        #expect(pending.map(\.event) == [hanging, waiting])
        #expect(pending.allSatisfy { $0.state == .delivered && $0.attempts == 1 })
        #expect(stub.requests.count == 5)
        second.advance(seconds: 20)
        let last = await second.backlog.nextRecord()
        #expect(last.event == retried)
        #expect(last.state == .delivered)
        #expect(last.attempts == 3)
        #expect(last.firstAttemptAt == start)
        await second.stop()
        stub.stop()
    }

    @Test func stopLetsAttemptsOnTheirWayFinish() async throws {
        let stub = StubTarget(otherwise: StubAnswer(conduct: .hold))
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url()) { $0.concurrency = 1 }])
        bench.accept()
        bench.accept()
        _ = await stub.nextRequest()
        bench.dispatcher.beginStop(graceMilliseconds: 10_000)
        stub.release()
        await bench.dispatcher.stop(graceMilliseconds: 10_000)
        #expect(bench.backlog.history.map(\.state) == [.delivered])
        #expect(stub.requests.count == 1, "no new attempt starts while stopping")
        stub.stop()
    }

    @Test func dispatcherThatNeverStartedCanBeStopped() async throws {
        let dispatcher = try Dispatcher(
            targets: [],
            settings: DispatcherSettings(sources: [:], userAgent: "x", seed: 1),
            backlog: MemoryBacklog(),
            clock: ManualClock(),
            logger: Logger(label: "test")
        )
        await dispatcher.stop(graceMilliseconds: 1_000)
        await dispatcher.stop(graceMilliseconds: 1_000)
        #expect(!dispatcher.isRunning)
    }

    @Test func deliveriesOfUnknownTargetsStayUntouched() async throws {
        let stub = StubTarget()
        let backlog = MemoryBacklog()
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url())], backlog: backlog)
        bench.accept(for: [TargetID(rawValue: 9)])
        bench.accept(for: [TargetID(rawValue: 9), TargetID(rawValue: 1), TargetID(rawValue: 400)])
        #expect((await backlog.nextRecord()).target == TargetID(rawValue: 1))
        await bench.stop()
        #expect(backlog.history.count == 1)
        stub.stop()
    }

    @Test func whatWaitedTooLongIsExpired() async throws {
        let stub = StubTarget(otherwise: StubAnswer(conduct: .hold))
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stub.url()) { target in
                target.concurrency = 1
                target.maxAgeMilliseconds = 60_000
            }
        ])
        bench.accept()
        _ = await stub.nextRequest()
        let old = bench.accept()
        bench.advance(seconds: 61)
        let young = bench.accept()
        stub.release()
        let records = await bench.backlog.nextRecords(3)
        #expect(records[0].state == .delivered)
        #expect(records[1].event == old)
        #expect(records[1].state == .dead(.expired))
        #expect(records[1].attempts == 0)
        #expect(records[2].event == young)
        #expect(records[2].state == .delivered)
        await bench.stop()
        stub.stop()
    }

    @Test func whatDoesNotFitIntoTheBacklogIsOverflow() async throws {
        let stub = StubTarget(otherwise: StubAnswer(conduct: .hold))
        let content = #"{"event":"a"}"#
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stub.url()) { $0.backlogBytesMax = Int64(3 * content.utf8.count) }
        ])
        for _ in 0..<5 { bench.accept(bench.content(content)) }
        let overflow = await bench.backlog.nextRecords(2)
        #expect(overflow.allSatisfy { $0.state == .dead(.overflow) && $0.attempts == 0 })
        stub.release()
        #expect(await bench.backlog.nextRecords(3).allSatisfy { $0.state == .delivered })
        await bench.stop()
        #expect(bench.targets[0].metrics.deaths(.overflow) == 2)
        stub.stop()
    }

    @Test func eventThatCannotBeReadBackIsUndeliverable() async throws {
        let stub = StubTarget([self.failing])
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url())])
        let id = bench.accept()
        _ = await bench.backlog.nextRecord()
        bench.backlog.lose(id)
        bench.advance(seconds: 10)
        let record = await bench.backlog.nextRecord()
        #expect(record.state == .dead(.undeliverable))
        #expect(record.attempts == 1)
        await bench.stop()
        stub.stop()
    }
}
