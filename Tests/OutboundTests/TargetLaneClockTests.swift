import Events
import Testing

@testable import Outbound

/// Retries and a clock that was a year ahead for a while.
struct TargetLaneClockTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let policy = RetryPolicy(delayMilliseconds: 10_000, maxDelayMilliseconds: 600_000)

    private static func lane(retryDue due: Timestamp) -> TargetLane {
        var lane = TargetLane(
            TargetLane.Settings(
                target: TargetID(rawValue: 1),
                machine: DeliveryStateMachine(policy: Self.policy),
                concurrency: 1,
                maxAgeMilliseconds: .max,
                backlogBytesMax: .max
            )
        )
        lane.keep(
            WaitingRetry(due: due, event: EventID(rawValue: 7), firstAttemptAt: Self.now, attempts: 1, weight: 10)
        )
        return lane
    }

    @Test(
        arguments: [
            (0, 1), (1, 0), (600_000, 0), (1_200_000, 0), (3_600_000, 0), (3_600_001, 1), (31_536_000_000, 1),
        ] as [(Int64, Int)]
    )
    func aRetryIsReadyWhenItsMomentCameOrCannotBeTrue(ahead: Int64, ready: Int) {
        var lane = Self.lane(retryDue: Self.now.advanced(byMilliseconds: ahead))
        lane.promote(now: Self.now)
        #expect(lane.due.count == ready)
    }

    @Test(
        arguments: [
            (RetryPolicy(backoff: .fixed, delayMilliseconds: 7_200_000), 14_400_000),
            (RetryPolicy(backoff: .list([1_000, 86_400_000])), 172_800_000),
            (RetryPolicy(delayMilliseconds: 1_000, maxDelayMilliseconds: 2_000), 3_600_000),
        ] as [(RetryPolicy, Int64)]
    )
    func noPolicyCanPutARetryFartherAwayThanItsLongestWait(policy: RetryPolicy, longest: Int64) {
        #expect(policy.longestWaitMilliseconds == longest)
    }
}
