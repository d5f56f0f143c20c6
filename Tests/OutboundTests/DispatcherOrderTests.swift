import Events
import GatewayTesting
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct DispatcherOrderTests {
    private func accept(_ bench: DispatcherBench, _ message: String) -> EventID {
        bench.accept(bench.content(#"{"event":"a","message_id":"\#(message)"}"#))
    }

    @Test(arguments: [false, true])
    func aKeyThatRetriesHoldsOnlyItselfAcrossARestart(isRestarted: Bool) async throws {
        let stub = StubTarget(otherwise: StubAnswer(status: 500, body: []))
        let target = DispatcherBench.target(1, url: stub.url()) { target in
            target.orderBy = .json("/message_id")
            target.retry.backoff = .fixed
        }
        var bench = try DispatcherBench([target])
        let first = self.accept(bench, "a")
        let second = self.accept(bench, "a")
        let other = self.accept(bench, "b")
        let failed = await bench.backlog.nextRecords(2)
        #expect(Set(failed.map(\.event)) == [first, other])
        stub.answer(StubAnswer(status: 204, body: []))
        if isRestarted {
            await bench.stop()
            bench = try DispatcherBench([target], backlog: bench.backlog, clockAt: bench.clock.now())
        }
        let third = self.accept(bench, "a")
        let free = self.accept(bench, "c")
        #expect((await bench.backlog.nextRecord()).event == free, "another key goes by")
        #expect(stub.requests.count == 3)
        bench.advance(seconds: 10)
        let records = await bench.backlog.nextRecords(4)
        #expect(records.allSatisfy { $0.state == .delivered })
        #expect(records.map(\.event).filter { $0 != other } == [first, second, third])
        #expect(records.first { $0.event == second }?.attempts == 1, "a follower's own first attempt")
        await bench.stop()
        stub.stop()
    }

    @Test func aDeadLetterReleasesItsKey() async throws {
        let stub = StubTarget([StubAnswer(status: 500, body: [])])
        let target = DispatcherBench.target(1, url: stub.url()) { target in
            target.orderBy = .json("/message_id")
            target.retry.attempts = 1
        }
        let bench = try DispatcherBench([target])
        let first = self.accept(bench, "a")
        let second = self.accept(bench, "a")
        let records = await bench.backlog.nextRecords(2)
        #expect(records.map(\.event) == [first, second])
        #expect(records.map(\.state) == [.dead(.exhausted), .delivered])
        await bench.stop()
        stub.stop()
    }
}
