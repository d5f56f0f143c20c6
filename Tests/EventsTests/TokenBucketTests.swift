import Events
import GatewayTesting
import Testing

struct TokenBucketTests {
    private static let start = Timestamp(seconds: 1_700_000_000)

    @Test(arguments: [("50/s", 50, 1_000), ("600/m", 600, 60_000), ("1/h", 1, 3_600_000), ("100000/s", 100_000, 1_000)])
    func ratesAreReadAndShownAsWritten(text: String, starts: Int64, period: Int64) throws {
        let rate = try #require(StartRate(text))
        #expect(rate == StartRate(starts: starts, periodMilliseconds: period))
        #expect(rate.description == text)
    }

    @Test(arguments: ["", "50", "/s", "0/s", "-1/s", "50/d", "50/s/s", "5 /s", "100001/s", "1e3/s", "50/S", "９/s"])
    func whatIsNoRateIsRefused(text: String) { #expect(StartRate(text) == nil) }

    @Test(arguments: [("10/s", 1, 100), ("50/s", 5, 20), ("1000/s", 100, 1), ("60/m", 1, 1_000), ("1/h", 1, 3_600_000)])
    func aBurstIsATenthOfASecondAndTheRestComesEvenly(text: String, burst: Int, gap: Int64) throws {
        var bucket = TokenBucket(try #require(StartRate(text)))
        for _ in 0..<burst { #expect(bucket.take(now: Self.start) == true) }
        #expect(bucket.take(now: Self.start) == false)
        let next = bucket.nextStart(now: Self.start)
        #expect(next == Self.start.advanced(byMilliseconds: gap))
        #expect(bucket.take(now: next.advanced(byMilliseconds: -1)) == false)
        #expect(bucket.take(now: next) == true)
        #expect(bucket.take(now: next) == false)
    }

    @Test func aClockThatStepsBackNeitherEarnsNorCosts() throws {
        var bucket = TokenBucket(try #require(StartRate("10/s")))
        #expect(bucket.take(now: Self.start) == true)
        let before = Self.start.advanced(byMilliseconds: -3_600_000)
        #expect(bucket.take(now: before) == false)
        #expect(bucket.nextStart(now: before) == before.advanced(byMilliseconds: 100))
    }

    @Test(arguments: ["7/s", "1000/s", "90/m", "100000/s"], [1, 2] as [UInt64])
    func noStretchOfTimeHasMoreThanTheRateAndTheBurst(text: String, seed: UInt64) throws {
        let rate = try #require(StartRate(text))
        var bucket = TokenBucket(rate)
        var generator = SeededGenerator(seed: seed)
        var now = Self.start
        var taken: Int64 = 0
        for _ in 0..<50_000 {
            now = now.advanced(byMilliseconds: Int64.random(in: 0...40, using: &generator))
            var tries = Int.random(in: 0...30, using: &generator)
            while tries > 0, bucket.take(now: now) {
                taken += 1
                tries -= 1
            }
            let elapsed = now.milliseconds(since: Self.start)
            #expect(taken <= bucket.burst + elapsed * rate.starts / rate.periodMilliseconds)
        }
        #expect(taken > 0)
    }

    @Test func whoAlwaysWaitsForTheNextStartLosesNextToNothing() throws {
        for text in ["3/s", "7/m", "999/s"] {
            let rate = try #require(StartRate(text))
            var bucket = TokenBucket(rate)
            var now = Self.start
            for _ in 0..<10_000 {
                now = bucket.nextStart(now: now)
                #expect(bucket.take(now: now) == true)
            }
            let ideal = 10_000 * rate.periodMilliseconds / rate.starts
            #expect(abs(now.milliseconds(since: Self.start) - ideal) <= ideal / 100)
        }
    }
}
