import Testing

@testable import Inbound

@Suite struct KeepingBudgetTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func aSourceHasABurstAndThenItsRate() {
        var budget = KeepingBudget(perSecond: 5, burst: 20, sources: 8)
        let atOnce = (0..<1_000).count { _ in budget.take("cube", now: Self.second) }
        #expect(atOnce == 20)
        var later = 0
        for step in 1...10_000 { later += budget.take("cube", now: Self.second + UInt64(step) * 1_000_000) ? 1 : 0 }
        #expect((49...50).contains(later))
    }

    @Test func anAttackOnOneSourceLeavesRoomForAnother() {
        var budget = KeepingBudget(perSecond: 5, burst: 20, sources: 8)
        for step in 0..<100_000 { _ = budget.take("attacked", now: Self.second + UInt64(step) * 10_000) }
        let isTaken = budget.take("quiet", now: 2 * Self.second)
        #expect(isTaken)
    }

    @Test func manySourcesTogetherAreBounded() {
        var budget = KeepingBudget(perSecond: 5, burst: 20, sources: 8)
        var taken = 0
        for step in 0..<10 {
            for source in 0..<1_000 { taken += budget.take("\(source)", now: UInt64(step + 1) * Self.second) ? 1 : 0 }
        }
        #expect((160...(160 + 9 * 40)).contains(taken))
    }

    @Test func aClockThatStandsStillOrStepsBackGivesNothing() {
        var budget = KeepingBudget(perSecond: 5, burst: 1, sources: 1)
        let moments: [UInt64] = [5 * Self.second, 5 * Self.second, Self.second, .max]
        let taken = moments.map { budget.take("cube", now: $0) }
        #expect(taken == [true, false, false, true])
    }
}
