import Events
import Store

extension StoreConformance {
    static let deliveries: [StoreConformance] = [
        StoreConformance("a pause is remembered until it is taken back") { subject in
            let store = try subject.store()
            try expect(subject.recovery?.pauses ?? [:], is: [:], "pauses of a new store")
            let pause = TargetPause(cause: .gone, since: subject.clock.now())
            try store.setPause(TargetPause(cause: .manual, since: .init(seconds: 1)), of: subject.a)
            try store.setPause(pause, of: subject.a)
            try store.setPause(TargetPause(cause: .manual, since: .init(seconds: 2)), of: subject.b)
            try store.setPause(nil, of: subject.b)
            try expect(try subject.reopen().pauses, is: [subject.a: pause], "pauses after a restart")
            try subject.store().setPause(nil, of: subject.a)
            try expect(try subject.reopen().pauses, is: [:], "pauses after the last was taken back")
        },
        StoreConformance("pending deliveries come in order of id, page by page, for their target only") { subject in
            _ = try subject.store()
            var expected: [EventID] = []
            for round in 0..<40 as Range<UInt64> {
                let events = (0..<25 as Range<UInt64>).map { index in
                    subject.event(round * 25 + index, targets: index % 2 == 0 ? [subject.b, subject.a] : [subject.b])
                }
                for (index, result) in try subject.commit(events).enumerated() where index % 2 == 0 {
                    guard case .stored(let id) = result else { throw ConformanceFailure("not stored") }
                    expected.append(id)
                }
            }
            var found: [EventID] = []
            while true {
                let page = try subject.pending(subject.a, after: found.last ?? .zero, limit: 100)
                try expect(page.count <= 100, "the page is too long")
                found += page
                if page.count < 100 { break }
            }
            try expect(found, is: expected, "pending")
            try expect(try subject.pending(subject.b).count, is: 1_000, "pending of the other target")
        },
        StoreConformance("a look is bounded, and the pieces make the whole") { subject in
            _ = try subject.store()
            let number = UInt64(Limits.scanEntriesMax + 500)
            let stuck = try subject.commit([subject.event(0, targets: [subject.b])])
            for start in stride(from: UInt64(1), to: number, by: 500) {
                let ids = try subject.storeEvents(start..<start + 500)
                _ = try subject.commit([], ids.map { subject.record($0, subject.a, .delivered) })
            }
            let last = try subject.storeEvents([1_000_000])
            let first = try subject.store().pending(target: subject.a, after: .zero, limit: 10)
            try expect(first.deliveries.isEmpty && first.next != nil, "the look was not cut short")
            try expect(try subject.pending(subject.a, limit: 10), is: last, "pending")
            try expect(stuck.count, is: 1, "results")
        },
        StoreConformance("what is recorded is no longer pending") { subject in
            let ids = try subject.storeEvents(1...5)
            let due = subject.clock.now().advanced(byMilliseconds: 10_000)
            _ = try subject.commit(
                [],
                [
                    subject.record(ids[0], subject.a, .delivered),
                    subject.record(ids[1], subject.a, .dead(.exhausted), error: .status),
                    subject.record(ids[2], subject.a, .retrying(due: due), error: .timeout),
                    subject.record(ids[3], subject.a, .cancelled),
                ]
            )
            try expect(try subject.pending(subject.a), is: [ids[4]], "pending")
            let backlog = try subject.reopen().backlog[subject.a]
            try expect(backlog?.pending, is: 1, "pending at recovery")
            try expect(backlog?.retrying, is: 1, "retrying at recovery")
            try expect(backlog?.bytes, is: 18, "bytes at recovery")
            try expect(try subject.pending(subject.a), is: [ids[4]], "pending after opening again")
        },
        StoreConformance("retries come in order of due time, page by page, with what is known of them") { subject in
            let ids = try subject.storeEvents(0..<30)
            let begun = subject.clock.now()
            let records = ids.enumerated().map { index, id in
                subject.record(
                    id,
                    subject.a,
                    .retrying(due: begun.advanced(byMilliseconds: Int64(index * 7 % 10) * 1_000)),
                    attempts: index + 1,
                    error: .connect
                )
            }
            _ = try subject.commit([], records)
            _ = try subject.reopen()
            var found: [PendingDelivery] = []
            var cursor = RetryCursor.start
            while true {
                let page = try subject.store().retries(target: subject.a, after: cursor, limit: 8)
                found += page
                guard page.count == 8, let last = page.last, let due = last.due else { break }
                cursor = RetryCursor(due: due, event: last.event)
            }
            try expect(Set(found.map(\.event)), is: Set(ids), "events")
            let cursors = found.map { RetryCursor(due: $0.due ?? begun, event: $0.event) }
            try expect(cursors == cursors.sorted() && found.count == 30, "the order is wrong")
            for delivery in found {
                let index = ids.firstIndex(of: delivery.event) ?? 0
                try expect(delivery.attempts, is: index + 1, "attempts")
                try expect(delivery.firstAttemptAt, is: begun, "first attempt")
                try expect(delivery.receivedAt, is: begun, "received")
                try expect(delivery.weight, is: index < 10 ? 9 : 10, "weight")
            }
            try expect(try subject.store().retries(target: subject.b, after: .start, limit: 8), is: [], "other target")
        },
        StoreConformance("the newest record wins") { subject in
            let id = try subject.storeEvents([1])[0]
            let now = subject.clock.now()
            _ = try subject.commit([], [subject.record(id, subject.a, .retrying(due: now), error: .reset)])
            _ = try subject.commit(
                [],
                [subject.record(id, subject.a, .retrying(due: now), attempts: 2, error: .reset)]
            )
            let retries = try subject.store().retries(target: subject.a, after: .start, limit: 9)
            try expect(retries.map(\.attempts), is: [2], "attempts")
            _ = try subject.commit([], [subject.record(id, subject.a, .delivered, attempts: 3)])
            try expect(try subject.store().retries(target: subject.a, after: .start, limit: 9), is: [], "retries")
            try expect(try subject.store().statistics.openDeliveries, is: 0, "open deliveries")
            try expect(try subject.reopen().backlog, is: [:], "backlog")
        },
        StoreConformance("events and records of one batch are one transaction") { subject in
            let ids = try subject.storeEvents(1...3)
            let results = try subject.commit(
                [subject.event(9, targets: [subject.a])],
                ids.map { subject.record($0, subject.a, .delivered) }
            )
            guard case .stored(let id) = results[0] else { throw ConformanceFailure("not stored") }
            try expect(try subject.pending(subject.a), is: [id], "pending")
            try expect(try subject.store().statistics.events, is: 4, "events")
        },
    ]
}
