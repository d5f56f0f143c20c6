import Events
import Testing

@testable import Outbound

struct TargetLaneModelTests {
    private static func settings(retry: RetryPolicy, backlogBytesMax: Int64 = .max) -> TargetLane.Settings {
        TargetLane.Settings(
            target: TargetID(rawValue: 1),
            machine: DeliveryStateMachine(policy: retry),
            concurrency: 4,
            maxAgeMilliseconds: 7 * 24 * 3_600_000,
            backlogBytesMax: backlogBytesMax,
            entriesMax: 40,
            pageMax: 8,
            loadMax: 6
        )
    }

    private static let policy = RetryPolicy(
        attempts: 6,
        backoff: .exponential,
        delayMilliseconds: 100,
        maxDelayMilliseconds: 2_000,
        jitter: 0.5
    )

    /// One random step.
    ///
    /// `load` is how many events come for each one that leaves.
    private static func step(_ model: inout LaneModel, load: Double, failing: Double) {
        switch Double.random(in: 0..<1, using: &model.generator) {
        case ..<(0.25 * load): model.accept(weight: Int.random(in: 0...300, using: &model.generator))
        case ..<0.45: model.answerQuestion()
        case ..<0.70: model.hearReply()
        case ..<0.95:
            let fails = Double.random(in: 0..<1, using: &model.generator) < failing
            model.finishOne(fails ? AttemptOutcome(status: 500, error: .status) : AttemptOutcome(status: 200))
        default:
            let back = Double.random(in: 0..<1, using: &model.generator) < 0.02
            let forward = Int64.random(in: 0...400, using: &model.generator)
            model.now = model.now.advanced(byMilliseconds: back ? -5_000 : forward)
        }
        model.serve()
    }

    /// Lets everything come to its end: no new events, every attempt succeeds.
    private static func drain(_ model: inout LaneModel) {
        for _ in 0..<200_000 where !model.states.isEmpty {
            while !model.questions.isEmpty { model.answerQuestion() }
            while !model.replies.isEmpty { model.hearReply() }
            while !model.flights.isEmpty { model.finishOne(AttemptOutcome(status: 204)) }
            model.now = model.now.advanced(byMilliseconds: 50)
            model.serve()
        }
    }

    /// A target that keeps up, one that falls behind, and one that is down most of the time.
    @Test(arguments: [(0.5, 0.1), (1.0, 0.5), (0.9, 0.95)], [1, 2, 3, 4] as [UInt64])
    func everyDeliveryEndsOnceWhateverTheSchedule(behaviour: (load: Double, failing: Double), seed: UInt64) {
        var model = LaneModel(Self.settings(retry: Self.policy), seed: seed)
        for step in 0..<20_000 {
            // Bursts and lulls, so that the lane spills and comes back many times.
            let load = (step / 500) % 2 == 0 ? behaviour.load : behaviour.load / 4
            Self.step(&model, load: load, failing: behaviour.failing)
        }
        Self.drain(&model)
        #expect(model.faults == [])
        #expect(model.accepted.count > 500)
        #expect(model.states.isEmpty)
        #expect(model.ended.count == model.accepted.count)
        #expect(model.firstAttempts == model.accepted, "every event is tried, in the order of acceptance")
        #expect(model.lane.backlogCount == 0)
        #expect(model.lane.backlogBytes == 0)
        #expect(model.lane.residentHeld == 0)
        #expect(model.resident.used == 0)
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func restartsLoseNothing(seed: UInt64) {
        var model = LaneModel(Self.settings(retry: Self.policy), seed: seed)
        for round in 0..<20 {
            for _ in 0..<800 { Self.step(&model, load: 0.8, failing: 0.6) }
            if round < 19 { model.restart() }
        }
        Self.drain(&model)
        #expect(model.faults == [])
        #expect(model.accepted.count > 1_000)
        #expect(model.states.isEmpty)
        #expect(model.ended.count == model.accepted.count)
        #expect(model.accepted.allSatisfy { model.attempts[$0, default: 0] >= 1 })
        #expect(model.lane.backlogCount == 0)
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func whatDoesNotFitUnderTheCapIsDeadOnceAndNeverTried(seed: UInt64) {
        var model = LaneModel(Self.settings(retry: Self.policy, backlogBytesMax: 6_000), seed: seed)
        for step in 0..<20_000 {
            Self.step(&model, load: (step / 500) % 2 == 0 ? 1.0 : 0.2, failing: 0.5)
            if model.lane.backlogBytes > 6_000 { model.fail("the cap was passed") }
        }
        Self.drain(&model)
        #expect(model.faults == [])
        let untried = model.accepted.count { model.attempts[$0] == nil }
        #expect(untried > 50, "the cap was reached")
        #expect(model.states.isEmpty)
        #expect(model.ended.count == model.accepted.count)
        #expect(model.lane.backlogBytes == 0)
    }
}
