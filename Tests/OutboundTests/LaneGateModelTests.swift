import Events
import Testing

@testable import Outbound

/// The lane with everything that can hold it: rate, pressure, breaker, pause; a million steps in all.
struct LaneGateModelTests {
    private static let rate = StartRate(starts: 200, periodMilliseconds: 1_000)

    private static func settings() -> TargetLane.Settings {
        TargetLane.Settings(
            target: TargetID(rawValue: 1),
            machine: DeliveryStateMachine(
                policy: RetryPolicy(delayMilliseconds: 100, maxDelayMilliseconds: 2_000, jitter: 0.5)
            ),
            concurrency: 4,
            maxAgeMilliseconds: 7 * 24 * 3_600_000,
            backlogBytesMax: .max,
            rate: Self.rate,
            breaker: CircuitBreaker.Settings(
                failures: 5,
                probeAfterMilliseconds: 200,
                maxProbeAfterMilliseconds: 1_600
            ),
            entriesMax: 40,
            pageMax: 8,
            loadMax: 6
        )
    }

    /// What a target answers in each of its moods.
    private static func outcome(_ mood: Int, _ model: inout LaneModel) -> AttemptOutcome {
        let chance = Double.random(in: 0..<1, using: &model.generator)
        switch mood {
        case 0: return chance < 0.97 ? AttemptOutcome(status: 200) : AttemptOutcome(status: 500, error: .status)
        case 1: return chance < 0.02 ? AttemptOutcome(status: 200) : AttemptOutcome(status: 0, error: .connect)
        case 2:
            let asked = chance < 0.1 ? Int64.random(in: 0...900, using: &model.generator) : nil
            return chance < 0.6
                ? AttemptOutcome(status: 204)
                : AttemptOutcome(status: chance < 0.9 ? 429 : 503, error: .status, retryAfterMilliseconds: asked)
        default: return chance < 0.99 ? AttemptOutcome(status: 200) : AttemptOutcome(status: 410, error: .status)
        }
    }

    private static func step(_ model: inout LaneModel, mood: Int) {
        switch Double.random(in: 0..<1, using: &model.generator) {
        case ..<0.04: model.accept(weight: Int.random(in: 0...300, using: &model.generator))
        case ..<0.25: model.answerQuestion()
        case ..<0.50: model.hearReply()
        case ..<0.75: model.finishOne(Self.outcome(mood, &model))
        case ..<0.751: model.lane.gate.pause(TargetPause(cause: .manual, since: model.now))
        case ..<0.76: model.lane.gate.resume(now: model.now)
        default:
            let back = Double.random(in: 0..<1, using: &model.generator) < 0.002
            model.now = model.now.advanced(
                byMilliseconds: back ? -5_000 : Int64.random(in: 0...60, using: &model.generator)
            )
        }
        model.serve()
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func nothingIsLostOrStartedTooOftenWhateverTheTargetDoes(seed: UInt64) {
        var model = LaneModel(Self.settings(), seed: seed)
        for step in 0..<200_000 {
            Self.step(&model, mood: (step / 2_000) % 4)
            if step % 20_000 == 19_999 { model.restart() }
        }
        for _ in 0..<200_000 where !model.states.isEmpty {
            model.lane.gate.resume(now: model.now)
            while !model.questions.isEmpty { model.answerQuestion() }
            while !model.replies.isEmpty { model.hearReply() }
            while !model.flights.isEmpty { model.finishOne(AttemptOutcome(status: 204)) }
            model.now = model.now.advanced(byMilliseconds: 50)
            model.serve()
        }
        #expect(model.faults == [])
        #expect(model.accepted.count > 5_000)
        #expect(model.states.isEmpty && model.ended.count == model.accepted.count)
        #expect(model.heldCount > 50, "probes failed and 410 was answered")
        #expect(model.lane.backlogCount == 0 && model.lane.backlogBytes == 0)
        #expect(model.resident.used == 0)
    }

    private static let now = Timestamp(seconds: 1_700_000_000)

    /// How long a retry was due before it starts, whether the lane was held meanwhile, and how much its budget moves.
    @Test(
        arguments: [(5_000, true, 5_000), (5_000, false, 0), (0, true, 0), (-1_000, true, 0)] as [(Int64, Bool, Int64)]
    )
    func heldTimeDoesNotUseUpTheRetriesTime(late: Int64, isHeld: Bool, moved: Int64) {
        var lane = TargetLane(Self.settings())
        let first = Self.now.advanced(byMilliseconds: -60_000)
        let retry = WaitingRetry(
            due: Self.now.advanced(byMilliseconds: -late),
            event: EventID(rawValue: 1),
            firstAttemptAt: first,
            attempts: 1,
            weight: 1
        )
        if isHeld {
            lane.gate.pause(TargetPause(cause: .manual, since: first))
            lane.gate.resume(now: Self.now)
        }
        #expect(lane.budgetStart(of: retry, now: Self.now) == first.advanced(byMilliseconds: moved))
    }
}
