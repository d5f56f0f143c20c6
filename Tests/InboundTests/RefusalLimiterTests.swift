import Testing

@testable import Inbound

/// How often a stranger may be wrong.
struct RefusalLimiterTests {
    private let peer = PeerAddress(high: 0, low: 1)
    private let other = PeerAddress(high: 0, low: 2)
    private let second: UInt64 = 1_000_000_000

    @Test func burstIsRefusedAndThenSlowedDown() {
        var limiter = RefusalLimiter(burst: 3, perSecond: 2, peersMax: 10)
        let verdicts = (0..<5).map { _ in limiter.refuse(self.peer, now: 5) }
        #expect(verdicts == [.refuse, .refuse, .refuse, .slowDown, .slowDown])
        #expect(limiter.refuse(self.other, now: 5) == .refuse)
    }

    @Test func creditComesBackWithTimeAndNeverAboveTheBurst() {
        var limiter = RefusalLimiter(burst: 3, perSecond: 2, peersMax: 10)
        for _ in 0..<4 { _ = limiter.refuse(self.peer, now: 0) }
        #expect(limiter.refuse(self.peer, now: self.second / 2 - 1) == .slowDown)
        #expect(limiter.refuse(self.peer, now: self.second / 2) == .refuse)
        #expect(limiter.refuse(self.peer, now: self.second / 2) == .slowDown)
        let later = 1_000_000 * self.second
        let verdicts = (0..<4).map { _ in limiter.refuse(self.peer, now: later) }
        #expect(verdicts == [.refuse, .refuse, .refuse, .slowDown])
    }

    @Test func clockThatStandsOrRunsBackGivesNothing() {
        var limiter = RefusalLimiter(burst: 1, perSecond: 1, peersMax: 10)
        #expect(limiter.refuse(self.peer, now: 10 * self.second) == .refuse)
        #expect(limiter.refuse(self.peer, now: 5 * self.second) == .slowDown)
        #expect(limiter.refuse(self.peer, now: 10 * self.second) == .slowDown)
    }

    @Test func tableIsBoundedAndKeepsWhoGoesOn() {
        var limiter = RefusalLimiter(burst: 1, perSecond: 1, peersMax: 100)
        #expect(limiter.refuse(self.peer, now: 0) == .refuse)
        for index in 0..<10_000 {
            _ = limiter.refuse(PeerAddress(high: 1, low: UInt64(index)), now: 0)
            if index % 20 == 0 { #expect(limiter.refuse(self.peer, now: 0) == .slowDown) }
            #expect(limiter.count <= 100)
        }
    }
}
