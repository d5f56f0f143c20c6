import Events
import GatewayTesting
import Testing

struct CircuitBreakerTests {
    private static let start = Timestamp(seconds: 1_700_000_000)
    private static let settings = CircuitBreaker.Settings(
        failures: 3,
        probeAfterMilliseconds: 1_000,
        maxProbeAfterMilliseconds: 3_000
    )

    private static func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker(Self.settings)
        for _ in 0..<3 { _ = breaker.failed(isProbe: false, now: Self.start) }
        return breaker
    }

    private static func at(_ milliseconds: Int64) -> Timestamp { Self.start.advanced(byMilliseconds: milliseconds) }

    @Test func onlyFailuresOneAfterTheOtherOpenIt() {
        var breaker = CircuitBreaker(Self.settings)
        #expect(breaker.failed(isProbe: false, now: Self.start) == false)
        #expect(breaker.failed(isProbe: false, now: Self.start) == false)
        #expect(!breaker.isCalm)
        #expect(breaker.answered() == false)
        #expect(breaker.isCalm)
        #expect(breaker.failed(isProbe: false, now: Self.start) == false)
        #expect(breaker.failed(isProbe: false, now: Self.start) == false)
        #expect(breaker.permission(now: Self.start) == .free)
        #expect(breaker.failed(isProbe: false, now: Self.start) == true)
        #expect(!breaker.isClosed)
    }

    @Test func oneProbeAtATimeAtDoublingDistances() {
        var breaker = Self.opened()
        var moment: Int64 = 0
        for distance in [1_000, 2_000, 3_000, 3_000] as [Int64] {
            #expect(breaker.permission(now: Self.at(moment)) == .held(until: Self.at(moment + distance)))
            moment += distance
            #expect(breaker.permission(now: Self.at(moment - 1)) == .held(until: Self.at(moment)))
            #expect(breaker.permission(now: Self.at(moment)) == .probe)
            breaker.probeStarted()
            #expect(breaker.permission(now: Self.at(moment + 60_000)) == .held(until: nil))
            // What was on its way before says nothing about the probe.
            #expect(breaker.failed(isProbe: false, now: Self.at(moment)) == false)
            #expect(breaker.permission(now: Self.at(moment)) == .held(until: nil))
            #expect(breaker.failed(isProbe: true, now: Self.at(moment)) == false)
        }
    }

    @Test func anAnswerClosesItWhateverItWasAskedFor() {
        var probed = Self.opened()
        #expect(probed.permission(now: Self.at(1_000)) == .probe)
        probed.probeStarted()
        #expect(probed.answered() == true)
        #expect(probed.isCalm)
        var late = Self.opened()
        #expect(late.answered() == true)
        #expect(late.permission(now: Self.start) == .free)
    }

    @Test func aProbeThatCouldNotBeMadeIsMadeLater() {
        var breaker = Self.opened()
        #expect(breaker.permission(now: Self.at(1_000)) == .probe)
        breaker.probeStarted()
        breaker.probeAbandoned(now: Self.at(1_000))
        #expect(breaker.permission(now: Self.at(1_000)) == .held(until: Self.at(2_000)))
        #expect(breaker.permission(now: Self.at(2_000)) == .probe)
    }

    @Test func aClockThatStepsBackDoesNotPutTheProbeOff() {
        var breaker = Self.opened()
        #expect(breaker.permission(now: Self.at(-3_600_000)) == .held(until: Self.at(-3_599_000)))
        #expect(breaker.permission(now: Self.at(-3_599_000)) == .probe)
    }

    /// A million steps against the rules told in other words.
    @Test func randomSchedulesKeepTheRules() {
        var generator = SeededGenerator(seed: 42)
        var breaker = CircuitBreaker(Self.settings)
        var now = Self.start
        var failuresInARow = 0
        var isProbing = false
        var probes = 0
        var lastProbe: Timestamp?
        for _ in 0..<1_000_000 {
            now = now.advanced(byMilliseconds: Int64.random(in: 0...400, using: &generator))
            switch (breaker.permission(now: now), Int.random(in: 0..<10, using: &generator)) {
            case (.probe, _):
                guard !isProbing, failuresInARow >= 3 else { return #expect(Bool(false), "a probe for nothing") }
                if let lastProbe, now.milliseconds(since: lastProbe) < 1_000 {
                    return #expect(Bool(false), "probes too close")
                }
                breaker.probeStarted()
                (isProbing, lastProbe, probes) = (true, now, probes + 1)
            case (.free, _) where isProbing || failuresInARow >= 3:
                return #expect(Bool(false), "free while it must be held")
            case (_, 0):
                _ = breaker.answered()
                (isProbing, failuresInARow, lastProbe) = (false, 0, nil)
            case (_, 1...6):
                let isProbe = isProbing && Bool.random(using: &generator)
                let opens = breaker.failed(isProbe: isProbe, now: now)
                failuresInARow += 1
                if isProbe { isProbing = false }
                guard opens == (failuresInARow == 3) else { return #expect(Bool(false), "opened at the wrong moment") }
            default: continue
            }
        }
        #expect(probes > 1_000)
    }
}
