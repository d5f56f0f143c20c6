import Events
import GatewayTesting
import Testing

struct RetryPolicyTests {
    private let steady = RetryPolicy(delayMilliseconds: 1_000, maxDelayMilliseconds: 60_000, jitter: 0)

    @Test func defaultsAreThoseOfTheProduct() {
        let policy = RetryPolicy()
        #expect(policy.attempts == nil)
        #expect(policy.backoff == .exponential)
        #expect(policy.delayMilliseconds == 10_000)
        #expect(policy.maxDelayMilliseconds == 600_000)
        #expect(policy.jitter == 0.2)
        #expect(policy.maxAgeMilliseconds == 86_400_000)
    }

    @Test(arguments: [(1, 1_000), (2, 2_000), (3, 4_000), (6, 32_000), (7, 60_000), (500, 60_000)])
    func exponentialDelayDoublesUntilTheLongest(attempt: Int, expected: Int64) {
        var generator = SeededGenerator(seed: 1)
        #expect(self.steady.delay(afterAttempt: attempt, using: &generator) == expected)
    }

    @Test(arguments: [(1, 50), (2, 600), (3, 7_000), (4, 7_000), (90, 7_000)])
    func listRepeatsItsLastEntry(attempt: Int, expected: Int64) {
        var policy = self.steady
        policy.backoff = .list([50, 600, 7_000])
        var generator = SeededGenerator(seed: 1)
        #expect(policy.delay(afterAttempt: attempt, using: &generator) == expected)
    }

    @Test(arguments: [1, 2, 40])
    func fixedDelayStays(attempt: Int) {
        var policy = self.steady
        policy.backoff = .fixed
        var generator = SeededGenerator(seed: 1)
        #expect(policy.delay(afterAttempt: attempt, using: &generator) == 1_000)
    }

    @Test(arguments: [(1, true), (4, true), (5, false), (6, false)])
    func attemptsCountTheFirst(attempt: Int, isRetried: Bool) {
        var policy = self.steady
        policy.attempts = 5
        var generator = SeededGenerator(seed: 1)
        #expect((policy.delay(afterAttempt: attempt, using: &generator) != nil) == isRetried)
    }

    @Test func jitterSpreadsOverItsWholePartAndNoFurther() {
        var policy = self.steady
        policy.jitter = 0.2
        var generator = SeededGenerator(seed: 7)
        let delays = (0..<2_000).compactMap { _ in policy.delay(afterAttempt: 1, using: &generator) }
        #expect(delays.count == 2_000)
        #expect(delays.allSatisfy { (800...1_200).contains($0) })
        #expect((delays.min() ?? 0) < 815)
        #expect((delays.max() ?? 0) > 1_185)
    }

    @Test func fullJitterIsNeverNegative() {
        var policy = self.steady
        policy.jitter = 1
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            let delay = policy.delay(afterAttempt: 1, using: &generator) ?? -1
            #expect(delay >= 0 && delay <= 2_000)
        }
    }

    @Test func hugeDelaysDoNotOverflow() {
        let policy = RetryPolicy(delayMilliseconds: .max / 4, maxDelayMilliseconds: .max / 2, jitter: 0)
        var generator = SeededGenerator(seed: 1)
        #expect(policy.delay(afterAttempt: 64, using: &generator) == .max / 2)
    }
}
