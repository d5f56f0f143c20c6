import Events
import GatewayTesting
import Testing

struct DeliveryStateMachineTests {
    private static let first = Timestamp(seconds: 1_700_000_000)
    private static let policy = RetryPolicy(
        attempts: 4,
        delayMilliseconds: 1_000,
        maxDelayMilliseconds: 60_000,
        jitter: 0,
        maxAgeMilliseconds: 100_000
    )

    /// The decision `seconds` after the first attempt.
    private func decide(
        _ outcome: AttemptOutcome,
        attempts: Int = 1,
        after seconds: Int64 = 0,
        policy: RetryPolicy = Self.policy,
        retryOn: StatusList? = nil
    ) -> DeliveryStateMachine.Decision {
        var generator = SeededGenerator(seed: 1)
        return DeliveryStateMachine(policy: policy, retryOn: retryOn).decide(
            outcome,
            attempts: attempts,
            firstAttemptAt: Self.first,
            now: Self.first.advanced(byMilliseconds: seconds * 1_000),
            using: &generator
        )
    }

    private func retry(after milliseconds: Int64) -> DeliveryStateMachine.Decision {
        .retry(due: Self.first.advanced(byMilliseconds: milliseconds))
    }

    @Test(arguments: [200, 201, 204, 299])
    func successIsDelivered(status: Int) {
        #expect(self.decide(AttemptOutcome(status: status)) == .delivered)
    }

    @Test(arguments: [
        (301, AttemptError.redirect), (400, .status), (401, .status), (404, .status), (410, .status), (429, .status),
        (500, .status), (503, .status), (0, .dns), (0, .connect), (0, .tls), (0, .timeout), (0, .reset),
        (0, .malformedResponse), (0, .internal),
    ])
    func everyFailureIsRetried(status: Int, error: AttemptError) {
        #expect(self.decide(AttemptOutcome(status: status, error: error)) == self.retry(after: 1_000))
    }

    @Test func delayFollowsTheAttempts() {
        let outcome = AttemptOutcome(status: 500, error: .status)
        #expect(self.decide(outcome, attempts: 2, after: 1) == self.retry(after: 3_000))
        #expect(self.decide(outcome, attempts: 3, after: 3) == self.retry(after: 7_000))
    }

    @Test func lastAttemptIsNotRetried() {
        let outcome = AttemptOutcome(status: 500, error: .status)
        #expect(self.decide(outcome, attempts: 4, after: 7) == .dead(.exhausted))
    }

    @Test(arguments: [(98, true), (99, true), (100, false), (5_000, false)])
    func ageCountsFromTheFirstAttemptToTheNext(seconds: Int64, isRetried: Bool) {
        let decision = self.decide(AttemptOutcome(status: 500, error: .status), after: seconds)
        #expect(decision == (isRetried ? self.retry(after: seconds * 1_000 + 1_000) : .dead(.exhausted)))
    }

    @Test(arguments: [(408, true), (429, true), (500, true), (501, false), (404, false), (302, false)])
    func statusListNarrowsWhatIsRetried(status: Int, isRetried: Bool) throws {
        let list = try StatusList("408, 429, 500-599, !501")
        let decision = self.decide(AttemptOutcome(status: status, error: .status), retryOn: list)
        #expect(decision == (isRetried ? self.retry(after: 1_000) : .dead(.refused)))
    }

    @Test func failureWithoutStatusIsRetriedWhateverTheListSays() throws {
        let list = try StatusList("500-599")
        #expect(self.decide(AttemptOutcome(status: 0, error: .timeout), retryOn: list) == self.retry(after: 1_000))
    }

    // Never beyond the age, however long was asked for.
    @Test(arguments: [(0, 1_000), (500, 1_000), (1_000, 1_000), (30_000, 30_000), (200_000, 100_000)])
    func retryAfterCountsBetweenTheDelayAndTheAge(asked: Int, expected: Int) {
        let outcome = AttemptOutcome(status: 503, error: .status, retryAfterMilliseconds: Int64(asked))
        #expect(self.decide(outcome) == self.retry(after: Int64(expected)))
    }

    @Test func retryAfterCountsForAnHourAtMost() {
        var policy = Self.policy
        policy.maxAgeMilliseconds = 86_400_000
        let outcome = AttemptOutcome(status: 503, error: .status, retryAfterMilliseconds: 7_200_000)
        #expect(self.decide(outcome, policy: policy) == self.retry(after: 3_600_000))
    }

    @Test func clockThatStepsBackKeepsNothingAliveForLonger() {
        let outcome = AttemptOutcome(status: 500, error: .status, retryAfterMilliseconds: .max)
        #expect(self.decide(outcome, after: -1_000) == self.retry(after: -1_000_000 + 100_000))
    }
}
