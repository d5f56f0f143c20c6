import Events
import Testing

@testable import Store

struct RetentionClockTests {
    private static let hour: Int64 = 3_600_000
    private let start = Timestamp(seconds: 1_767_225_600)

    private func wall(_ hours: Int64) -> Timestamp { self.start.advanced(byMilliseconds: hours * Self.hour) }
    private func steady(_ minutes: UInt64) -> UInt64 { 1_000 + minutes * 60_000_000_000 }

    @Test func timeThatPassesIsTrusted() {
        var clock = RetentionClock(lastSeen: nil, wall: self.wall(0), monotonic: self.steady(0))
        #expect(clock.read(wall: self.wall(100), monotonic: self.steady(6_000)) == .trusted(self.wall(100)))
        #expect(clock.read(wall: self.wall(123), monotonic: self.steady(6_000)) == .trusted(self.wall(123)))
        #expect(clock.takeNotice() == nil)
    }

    @Test func aJumpIsDoubtedForAnHourAndThenBelieved() {
        var clock = RetentionClock(lastSeen: nil, wall: self.wall(0), monotonic: self.steady(0))
        let explained = self.wall(0).advanced(byMilliseconds: 60_000)
        #expect(clock.read(wall: self.wall(8_760), monotonic: self.steady(1)) == .suspended(explained: explained))
        #expect(clock.takeNotice()?.contains("ahead") == true)
        let later = self.wall(0).advanced(byMilliseconds: 60 * 60_000)
        #expect(clock.read(wall: self.wall(8_761), monotonic: self.steady(60)) == .suspended(explained: later))
        #expect(clock.takeNotice() == nil, "told once")
        #expect(clock.read(wall: self.wall(8_761), monotonic: self.steady(61)) == .trusted(self.wall(8_761)))
        #expect(clock.takeNotice()?.contains("believed") == true)
    }

    @Test func aClockThatComesBackEndsTheDoubt() {
        var clock = RetentionClock(lastSeen: nil, wall: self.wall(0), monotonic: self.steady(0))
        _ = clock.read(wall: self.wall(8_760), monotonic: self.steady(1))
        #expect(clock.read(wall: self.wall(0), monotonic: self.steady(2)) == .trusted(self.wall(0)))
    }

    @Test func aStepBackIsBelievedAtOnce() {
        var clock = RetentionClock(lastSeen: nil, wall: self.wall(0), monotonic: self.steady(0))
        #expect(clock.read(wall: self.wall(-8_760), monotonic: self.steady(1)) == .trusted(self.wall(-8_760)))
    }

    @Test(arguments: [(23 as Int64, false), (25, true), (8_760, true), (-8_760, false)])
    func theMarkOfTheLastRunExplainsADay(hours: Int64, isDoubted: Bool) {
        var clock = RetentionClock(lastSeen: self.wall(0), wall: self.wall(hours), monotonic: self.steady(0))
        let reading = clock.read(wall: self.wall(hours), monotonic: self.steady(0))
        #expect(reading == (isDoubted ? .suspended(explained: self.wall(0)) : .trusted(self.wall(hours))))
    }
}
