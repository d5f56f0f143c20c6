import Events
import GatewayTesting
import Testing

struct LanePressureTests {
    private static let start = Timestamp(seconds: 1_700_000_000)

    private static func throttle(_ pressure: inout LanePressure, inFlight: Int = 0, asking: Int64? = nil) {
        pressure.throttled(retryAfterMilliseconds: asking, inFlight: inFlight, now: Self.start)
    }

    @Test func oneRoundOfRefusalsHalvesOnce() {
        var pressure = LanePressure(concurrency: 32)
        #expect(pressure.isCalm)
        for inFlight in (0..<32).reversed() { Self.throttle(&pressure, inFlight: inFlight) }
        #expect(pressure.startsMax == 16)
        for inFlight in (0..<16).reversed() { Self.throttle(&pressure, inFlight: inFlight) }
        #expect(pressure.startsMax == 8)
        #expect(!pressure.isCalm)
    }

    @Test func successesBringItBackOneForEachRound() {
        var pressure = LanePressure(concurrency: 8)
        Self.throttle(&pressure)
        #expect(pressure.startsMax == 4)
        for _ in 0..<5 { pressure.succeeded() }
        #expect(pressure.startsMax == 5)
        for _ in 0..<30 { pressure.succeeded() }
        #expect(pressure.startsMax == 8)
        #expect(pressure.isCalm)
    }

    @Test func whereOneIsTooManyTheStartsRestForLongerAndLonger() {
        var pressure = LanePressure(concurrency: 1)
        var rests: [Int64] = []
        for _ in 0..<9 {
            Self.throttle(&pressure)
            rests.append(pressure.restingUntil(now: Self.start)?.milliseconds(since: Self.start) ?? 0)
        }
        #expect(rests == [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000])
        #expect(pressure.restingUntil(now: Self.start.advanced(byMilliseconds: 10_000)) == nil)
        for _ in 0..<20 { pressure.succeeded() }
        #expect(pressure.isCalm)
    }

    @Test(arguments: [(nil, 0), (0, 0), (120_000, 120_000), (90_000_000, 3_600_000)] as [(Int64?, Int64)])
    func retryAfterIsARestOfAtMostAnHour(asked: Int64?, rest: Int64) {
        var pressure = LanePressure(concurrency: 4)
        Self.throttle(&pressure, asking: asked)
        let until = pressure.restingUntil(now: Self.start) ?? Self.start
        #expect(until.milliseconds(since: Self.start) == rest)
    }

    @Test func aShorterRetryAfterDoesNotEndALongerRest() {
        var pressure = LanePressure(concurrency: 4)
        Self.throttle(&pressure, inFlight: 3, asking: 60_000)
        Self.throttle(&pressure, inFlight: 2, asking: 1_000)
        #expect(pressure.restingUntil(now: Self.start) == Self.start.advanced(byMilliseconds: 60_000))
    }

    @Test func aClockThatStepsBackDoesNotMakeTheRestLonger() {
        var pressure = LanePressure(concurrency: 4)
        Self.throttle(&pressure, asking: 60_000)
        let earlier = Self.start.advanced(byMilliseconds: -86_400_000)
        #expect(pressure.restingUntil(now: earlier) == earlier.advanced(byMilliseconds: 60_000))
    }

    @Test func whoComesBackIsNotMetByEverythingAtOnce() {
        var pressure = LanePressure(concurrency: 8)
        pressure.beginSlowly()
        #expect(pressure.startsMax == 1)
        var limits: [Int] = []
        for _ in 0..<7 {
            pressure.succeeded()
            limits.append(pressure.startsMax)
        }
        #expect(limits == [2, 3, 4, 5, 6, 7, 8])
        #expect(pressure.isCalm)
    }

    /// A million random answers: the limit stays within its bounds, and a target that takes everything gets it back.
    @Test func limitsStayWithinBoundsAndRecover() {
        var generator = SeededGenerator(seed: 7)
        for concurrency in [1, 2, 7, 32, 1_024] {
            var pressure = LanePressure(concurrency: concurrency)
            for _ in 0..<200_000 {
                switch Int.random(in: 0..<8, using: &generator) {
                case 0:
                    let inFlight = Int.random(in: 0..<concurrency, using: &generator)
                    Self.throttle(&pressure, inFlight: inFlight, asking: Int64.random(in: 0...9_000, using: &generator))
                case 1: pressure.ended()
                case 2 where Int.random(in: 0..<50, using: &generator) == 0: pressure.beginSlowly()
                default: pressure.succeeded()
                }
                guard (1...concurrency).contains(pressure.startsMax) else {
                    return #expect(Bool(false), "\(pressure.startsMax) of \(concurrency)")
                }
            }
            var successes = 0
            while !pressure.isCalm, successes < 1_000_000 {
                _ = pressure.restingUntil(now: Self.start.advanced(byMilliseconds: 3_600_000))
                pressure.succeeded()
                successes += 1
            }
            #expect(pressure.isCalm && pressure.startsMax == concurrency)
        }
    }
}
