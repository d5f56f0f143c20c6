import Events
import Store

extension StoreConformance {
    private static let day = StoreSubject.day

    static let retention: [StoreConformance] = [
        StoreConformance("retention deletes what is old and final, and nothing else") { subject in
            subject.settings.windowMilliseconds = 20 * day
            let old = try subject.storeEvents(1...2_500)
            _ = try subject.commit([], old.map { subject.record($0, subject.a, .delivered) })
            try subject.live(milliseconds: 5 * day)
            let young = try subject.storeEvents([9_000])
            _ = try subject.commit([], [subject.record(young[0], subject.a, .delivered)])
            try subject.live(milliseconds: 7 * day / 4)
            try expect(try subject.contents([old[0]])[0] != nil, "deleted too early")
            try subject.live(milliseconds: day / 2)
            try expect(try subject.contents([old[0], old[2_499]]).allSatisfy { $0 == nil }, "old events are left")
            try expect(try subject.contents(young)[0] != nil, "a young event was deleted")
            try expect(try subject.store().statistics.events, is: 1, "events")
            try expect(
                try subject.commit([subject.event(1, targets: [])]),
                is: [.duplicate(of: old[0])],
                "its key is forgotten"
            )
        },
        StoreConformance("an event that is not final stays, and holds back what is behind it") { subject in
            let ids = try subject.storeEvents(1...200)
            _ = try subject.commit([], ids.dropFirst().map { subject.record($0, subject.a, .delivered) })
            try subject.live(milliseconds: 9 * day)
            try expect(try subject.contents([ids[0]])[0] != nil, "a pending event was deleted")
            try expect(try subject.reopen().backlog[subject.a]?.pending, is: 1, "pending")
            _ = try subject.commit([], [subject.record(ids[0], subject.a, .delivered)])
            try subject.live(milliseconds: day / 4)
            try expect(try subject.store().statistics.events, is: 0, "events")
            try expect(try subject.contents([ids[0], ids[199]]).allSatisfy { $0 == nil }, "events are left")
        },
        StoreConformance("an event with a dead letter stays until the dead letter is old") { subject in
            let ids = try subject.storeEvents(1...10)
            _ = try subject.commit(
                [],
                ids.map {
                    subject.record(
                        $0,
                        subject.a,
                        $0 == ids[4] ? .dead(.exhausted) : .delivered,
                        error: $0 == ids[4] ? .status : nil
                    )
                }
            )
            try subject.live(milliseconds: 8 * day)
            try expect(try subject.contents([ids[3], ids[5]]).allSatisfy { $0 == nil }, "its neighbours are left")
            try expect(try subject.contents([ids[4]])[0] != nil, "the dead letter is gone")
            _ = try subject.reopen()
            try expect(try subject.store().statistics.dead, is: [subject.a: 1], "dead")
            try subject.live(milliseconds: 23 * day)
            try expect(try subject.contents([ids[4]])[0] == nil, "the dead letter is left")
            try expect(try subject.store().statistics.dead, is: [:], "dead")
        },
        StoreConformance("a key is remembered for the window and then forgotten") { subject in
            let first = try subject.storeEvents([1])[0]
            try subject.live(milliseconds: 7 * day - 1)
            try expect(try subject.commit([subject.event(1, targets: [])]), is: [.duplicate(of: first)], "too early")
            try subject.live(milliseconds: day)
            guard case .stored(let second) = try subject.commit([subject.event(1, targets: [])])[0] else {
                throw ConformanceFailure("the key is remembered after the window")
            }
            _ = try subject.reopen()
            try expect(try subject.commit([subject.event(1, targets: [])]), is: [.duplicate(of: second)], "the new one")
        },
        StoreConformance("too many keys shrink the window, down to its shortest span") { subject in
            subject.settings.keysMax = 80
            let old = try subject.storeEvents(1...80)
            try expect(
                try subject.commit([subject.event(100, targets: [])]),
                is: [.refused(.overloaded)],
                "within the span"
            )
            try subject.live(milliseconds: 2 * day)
            let young = try subject.storeEvents(101...105)
            try expect(
                try subject.commit([subject.event(80, targets: [])]),
                is: [.duplicate(of: old[79])],
                "a younger old key"
            )
            guard case .stored = try subject.commit([subject.event(1, targets: [])])[0] else {
                throw ConformanceFailure("the oldest key was not forgotten")
            }
            try expect(
                try subject.commit([subject.event(101, targets: [])]),
                is: [.duplicate(of: young[0])],
                "a young key"
            )
            try expect(try subject.store().statistics.dedupeShrinks > 0, "nobody was told")
        },
        StoreConformance("a clock that jumps a year ahead deletes nothing, across a restart and back") { subject in
            let ids = try subject.storeEvents(1...5)
            _ = try subject.commit([], ids.map { subject.record($0, subject.a, .delivered) })
            try subject.live(milliseconds: day)
            subject.clock.set(subject.clock.now().advanced(byMilliseconds: 365 * day))
            try subject.housekeep()
            let during = try subject.storeEvents([6])
            _ = try subject.reopen()
            try subject.housekeep()
            try expect(try subject.contents([ids[0]])[0] != nil, "deleted during the jump")
            try expect(try subject.commit([subject.event(1, targets: [])]), is: [.duplicate(of: ids[0])], "key")
            subject.clock.set(subject.clock.now().advanced(byMilliseconds: -365 * day))
            _ = try subject.reopen()
            try subject.housekeep()
            let after = try subject.storeEvents([7])
            try expect(ids[4] < during[0] && during[0] < after[0], "ids do not ascend")
            try expect(try subject.contents(ids).allSatisfy { $0 != nil }, "deleted after the jump")
            try expect(try subject.commit([subject.event(5, targets: [])]), is: [.duplicate(of: ids[4])], "key after")
        },
        StoreConformance("events from a fast clock do not block retention for ever") { subject in
            _ = try subject.store()
            let future = subject.clock.now().advanced(byMilliseconds: 365 * day)
            let stamped = try subject.commit(
                (1...1_500).map { subject.event(UInt64($0), targets: [], receivedAt: future) }
            )
            let ordinary = try subject.commit([subject.event(9_000, targets: [])])
            try subject.live(milliseconds: 8 * day + day / 2)
            guard case .stored(let first) = stamped[0], case .stored(let last) = ordinary[0] else {
                throw ConformanceFailure("not stored")
            }
            try expect(try subject.contents([first, last]).allSatisfy { $0 == nil }, "they are left")
            try expect(try subject.store().statistics.events, is: 0, "events")
        },
        StoreConformance("deliveries to a target that is gone end when they are too old") { subject in
            _ = try subject.store()
            let gone = try subject.store().intern(sources: ["s"], targets: ["a", "b", "gone"]).targets["gone"]
            guard let gone else { throw ConformanceFailure("no number") }
            _ = try subject.commit([subject.event(1, targets: [gone])])
            try expect(try subject.reopen().backlog[gone]?.pending, is: 1, "pending")
            try subject.live(milliseconds: 8 * day)
            try expect(try subject.pending(gone), is: [], "pending")
            try expect(try subject.store().statistics.dead, is: [gone: 1], "dead")
        },
    ]
}
