import GatewayTesting
import Testing

@testable import Events

struct EventIDTests {
    @Test(arguments: [
        (Int64(0), "evt_0000000000000"), (1, "evt_0000000000001"), (31, "evt_000000000000z"), (32, "evt_0000000000010"),
        (Int64.max, "evt_7zzzzzzzzzzzz"), (1 << 62, "evt_4000000000000"),
    ])
    func shownFormIsFixed(value: Int64, text: String) {
        let id = EventID(rawValue: value)
        #expect(id.description == text)
        #expect(EventID(text) == id)
        #expect(id.description.utf8.count == EventID.descriptionBytes)
    }

    @Test func shownFormIsReadBackAndSortsLikeTheNumber() {
        var generator = SeededGenerator(seed: 3)
        var last = EventID.zero
        for _ in 0..<5000 {
            let id = EventID(rawValue: Int64(bitPattern: generator.next() >> 1))
            #expect(EventID(id.description) == id)
            #expect((id < last) == (id.description < last.description))
            last = id
        }
    }

    @Test(arguments: [
        ("evt_000000000000A", "evt_000000000000a"), ("evt_00000000000OO", "evt_0000000000000"),
        ("evt_00000000000oo", "evt_0000000000000"),
        ("evt_00000000000IL", "evt_0000000000011"), ("evt_00000000000il", "evt_0000000000011"),
        ("evt_7ZZZZZZZZZZZZ", "evt_7zzzzzzzzzzzz"),
    ])
    func whatPeopleMistypeIsUnderstood(typed: String, meant: String) {
        #expect(EventID(typed)?.description == meant)
    }

    @Test(arguments: [
        "", "evt_", "0000000000001", "evt_000000000000", "evt_00000000000000", "EVT_0000000000001", "evt-0000000000001",
        "evt_8000000000000", "evt_zzzzzzzzzzzzz", "evt_000000000000u", "evt_000000000000U", "evt_000000000000-",
        "evt_00000000000é",
        " evt_0000000000001", "evt_000000000000\u{0}", "evt_000000000000@", "evt_000000000000{",
    ])
    func anythingElseIsNoID(text: String) {
        #expect(EventID(text) == nil)
    }

    @Test func timeFiltersBecomeRanges() {
        let time = Timestamp(milliseconds: 1_773_142_200_123)
        let id = EventID(lowestAt: time)
        #expect(id.time == time)
        #expect(EventID(lowestAt: time.advanced(byMilliseconds: 1)) > id)
        #expect(EventID(rawValue: id.rawValue - 1).time == time.advanced(byMilliseconds: -1))
        #expect(EventID(lowestAt: Timestamp(milliseconds: 0)) == .zero)
        #expect(EventID(lowestAt: Timestamp(milliseconds: .max)) < .max)
        #expect(EventID(lowestAt: Timestamp(milliseconds: EventID.epochMilliseconds)) == .zero)
    }
}

struct EventIDGeneratorTests {
    private let noon = Timestamp(milliseconds: 1_773_144_000_000)

    @Test func idsCarryTimeNodeAndCounter() {
        var generator = EventIDGenerator(node: 5, above: .zero)
        let first = generator.next(now: self.noon)
        let second = generator.next(now: self.noon)
        #expect(first.time == self.noon)
        #expect(first.rawValue & ((1 << 22) - 1) == 5 << 15)
        #expect(second.rawValue == first.rawValue + 1)
    }

    @Test func idsAscendWhateverTheClockDoes() {
        var chance = SeededGenerator(seed: 11)
        var generator = EventIDGenerator(node: 127, above: .zero)
        var last = EventID.zero
        var now = self.noon
        for _ in 0..<50_000 {
            now = now.advanced(byMilliseconds: Int64.random(in: -5000...5000, using: &chance))
            let id = generator.next(now: now)
            #expect(id > last)
            #expect(id.rawValue >> 15 & 127 == 127)
            last = id
        }
    }

    @Test func fullMillisecondBorrowsTheNext() {
        var generator = EventIDGenerator(node: 1, above: .zero)
        var ids: [EventID] = []
        for _ in 0..<(1 << 15) + 1 { ids.append(generator.next(now: self.noon)) }
        #expect(ids[(1 << 15) - 1].time == self.noon)
        #expect(ids[1 << 15].time == self.noon.advanced(byMilliseconds: 1))
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
    }

    /// After a restart with the clock a year back, and with a store that another node has written.
    @Test(arguments: [UInt8(0), 3, 127])
    func idsContinueAboveTheLargestStoredOne(node: UInt8) {
        var before = EventIDGenerator(node: 3, above: .zero)
        let stored = before.next(now: self.noon)
        var after = EventIDGenerator(node: node, above: stored)
        let id = after.next(now: self.noon.advanced(byMilliseconds: -365 * 86_400_000))
        #expect(id > stored)
        #expect(id.rawValue >> 15 & 127 == Int64(node))
        let later = after.next(now: self.noon.advanced(byMilliseconds: 60_000))
        #expect(later.time == self.noon.advanced(byMilliseconds: 60_000))
    }
}
