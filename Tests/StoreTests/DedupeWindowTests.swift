import Events
import GatewayTesting
import Testing

@testable import Store

struct DedupeWindowTests {
    private static let hour: Int64 = 3_600_000
    private let start = Timestamp(seconds: 1_767_225_600)

    private func window(keysMax: Int = 1_000, minimumHours: Int64 = 2) -> DedupeWindow {
        DedupeWindow(
            bounds: DedupeWindow.Bounds(
                spanMilliseconds: 8 * Self.hour,
                keysMax: keysMax,
                spanMillisecondsMin: minimumHours * Self.hour
            ),
            hash: KeyHash(first: 1, second: 2)
        )
    }

    private func at(_ hours: Int64) -> Timestamp { self.start.advanced(byMilliseconds: hours * Self.hour) }

    private func knows(_ window: DedupeWindow, _ key: UInt64) throws -> Bool {
        try window.find(key) { _ in true } != nil
    }

    /// One key every hour; keys and ids are the hours.
    private func filled(_ hours: ClosedRange<Int64>, keysMax: Int = 1_000) -> DedupeWindow {
        let window = self.window(keysMax: keysMax)
        for hour in hours {
            window.insert(UInt64(hour), id: EventID(rawValue: hour), receivedAt: self.at(hour))
        }
        return window
    }

    @Test func keysLeaveAWindowAfterTheirReceptionAndNotBefore() throws {
        let window = self.filled(1...20)
        window.expire(now: self.at(20))
        for hour in 1...20 as ClosedRange<Int64> {
            let isKnown = try self.knows(window, UInt64(hour))
            if hour > 12 { #expect(isKnown, "key of hour \(hour) left too early") }
            if hour < 11 { #expect(!isKnown, "key of hour \(hour) is still there") }
        }
    }

    @Test func aKeyOfTheFutureGoesWithAnOrdinaryOneBehindIt() throws {
        let window = self.window()
        window.insert(1, id: EventID(rawValue: 1), receivedAt: self.at(9_000))
        window.insert(2, id: EventID(rawValue: 2), receivedAt: self.at(0))
        window.expire(now: self.at(7))
        #expect(try self.knows(window, 1) && self.knows(window, 2))
        window.expire(now: self.at(8))
        #expect(try !self.knows(window, 1) && !self.knows(window, 2))
        #expect(window.count == 0)
    }

    @Test func tooManyKeysCostTheOldestGeneration() throws {
        let window = self.filled(1...6, keysMax: 6)
        #expect(window.makesRoom(now: self.at(7)))
        #expect(window.shrinks == 1)
        #expect(try !self.knows(window, 1) && self.knows(window, 2))
        #expect(window.oldest == self.at(2))
    }

    @Test func theShortestSpanIsNeverCut() throws {
        let window = self.filled(1...6, keysMax: 6)
        #expect(!window.makesRoom(now: self.at(2)))
        #expect(window.count == 6)
        let one = self.window(keysMax: 1, minimumHours: 0)
        one.insert(1, id: EventID(rawValue: 1), receivedAt: self.at(0))
        #expect(!one.makesRoom(now: self.at(9)), "the generation that is being filled stays")
    }

    @Test func aKeyTakenBackIsUnknownAndCountsNoMore() throws {
        let window = self.filled(1...3)
        window.remove(3, id: EventID(rawValue: 3))
        #expect(try !self.knows(window, 3) && self.knows(window, 2))
        #expect(window.count == 2)
    }

    @Test func aClockThatJumpsToAndFroMakesNoEndlessGenerations() {
        let window = self.window(keysMax: 100_000)
        for id in 1...5_000 as ClosedRange<Int64> {
            window.insert(UInt64(id), id: EventID(rawValue: id), receivedAt: self.at(id % 2 == 0 ? 0 : 1_000))
        }
        #expect(window.count == 5_000)
        window.expire(now: self.at(2_000))
        #expect(window.count == 0)
    }

    @Test func differentProcessesHashDifferently() {
        let digest = KeyDigest(words: (1, 2, 3, 4))
        let hashes = Set((0..<50).map { _ in KeyHash.random()(digest) })
        #expect(hashes.count == 50)
    }
}
