import Events
import Store

/// What every engine behind ``Store/EventStore`` has to do: one list of checks, run against each of them.
package struct StoreConformance: Sendable, CustomStringConvertible {
    /// What must hold, as a sentence.
    package let description: String
    /// Throws ``ConformanceFailure`` where it does not.
    package let run: @Sendable (StoreSubject) throws -> Void

    init(_ description: String, _ run: @escaping @Sendable (StoreSubject) throws -> Void) {
        self.description = description
        self.run = run
    }

    /// All of them.
    package static let all = accepting + deliveries + retention

    static func expect(_ condition: Bool, _ problem: @autoclosure () -> String) throws {
        guard condition else { throw ConformanceFailure(problem()) }
    }

    static func expect<Value: Equatable>(_ found: Value, is expected: Value, _ what: String) throws {
        guard found == expected else { throw ConformanceFailure("\(what): \(found) instead of \(expected)") }
    }

    // MARK: Accepting

    static let accepting: [StoreConformance] = [
        StoreConformance("an event is read back as it came, after opening again too") { subject in
            _ = try subject.store()
            let event = subject.event(1, targets: [subject.a, subject.b], name: "naïve \u{1F600}")
            guard case .stored(let id) = try subject.commit([event])[0] else { throw ConformanceFailure("not stored") }
            for _ in 0..<2 {
                guard let content = try subject.contents([id])[0] else { throw ConformanceFailure("gone") }
                try expect(content.rawBody, is: event.content.rawBody, "body")
                try expect(content.name, is: event.content.name, "name")
                try expect(content.headers, is: event.content.headers, "headers")
                try expect(content.receivedAt, is: event.content.receivedAt, "received")
                try expect(content.occurredAt, is: event.content.occurredAt, "occurred")
                try expect(content.source, is: event.content.source, "source")
                try expect(try subject.contents([id, .max])[1] == nil, "an unknown id has a content")
                _ = try subject.reopen()
            }
        },
        StoreConformance("an empty body is a body") { subject in
            _ = try subject.store()
            let plain = subject.event(1, targets: [])
            let content = EventContent(
                source: subject.source,
                name: "e",
                receivedAt: subject.clock.now(),
                occurredAt: nil,
                rawBody: [],
                normalizedBody: nil,
                headers: HeaderBlock()
            )
            let event = NewEvent(
                content: content,
                key: plain.key,
                targets: [],
                ticket: plain.ticket,
                receiver: plain.receiver
            )
            guard case .stored(let id) = try subject.commit([event])[0] else { throw ConformanceFailure("not stored") }
            try expect(try subject.contents([id])[0]?.rawBody, is: [], "body")
        },
        StoreConformance("a copy is a duplicate of the first, in the same batch, later, and after opening again") {
            subject in
            _ = try subject.store()
            let event = subject.event(1, targets: [subject.a])
            let results = try subject.commit([event, subject.event(2, targets: []), event])
            guard case .stored(let first) = results[0] else { throw ConformanceFailure("the first was not stored") }
            try expect(results[2], is: .duplicate(of: first), "in the same batch")
            try expect(try subject.commit([event]), is: [.duplicate(of: first)], "in a later batch")
            _ = try subject.reopen()
            try expect(try subject.commit([event]), is: [.duplicate(of: first)], "after opening again")
            try expect(try subject.pending(subject.a), is: [first], "deliveries")
        },
        StoreConformance("an unrouted event is stored and pending for nobody") { subject in
            _ = try subject.store()
            guard case .stored(let id) = try subject.commit([subject.event(1, targets: [])])[0] else {
                throw ConformanceFailure("not stored")
            }
            try expect(try subject.contents([id])[0] != nil, "it cannot be read")
            try expect(try subject.pending(subject.a), is: [], "pending")
            try expect(try subject.reopen().backlog, is: [:], "backlog")
        },
        StoreConformance("ids ascend when the clock steps back and when the store is opened again") { subject in
            var ids = try subject.storeEvents(1...3)
            subject.clock.set(subject.clock.now().advanced(byMilliseconds: 365 * StoreSubject.day))
            ids += try subject.storeEvents(4...5)
            _ = try subject.reopen()
            ids += try subject.storeEvents(6...7)
            subject.clock.set(subject.clock.now().advanced(byMilliseconds: -365 * StoreSubject.day))
            ids += try subject.storeEvents(8...9)
            let recovery = try subject.reopen()
            try expect(recovery.largestID, is: ids[8], "largest id")
            ids += try subject.storeEvents(10...11)
            try expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }, "ids do not ascend: \(ids)")
        },
        StoreConformance("names keep their numbers") { subject in
            _ = try subject.store()
            let (a, b, source) = (subject.a, subject.b, subject.source)
            _ = try subject.reopen()
            try expect([subject.a, subject.b], is: [a, b], "targets")
            try expect(subject.source, is: source, "source")
            let more = try subject.store().intern(sources: ["t"], targets: ["c", "a"])
            try expect(more.targets["a"], is: a, "target a")
            try expect(more.targets["c"] != a && more.targets["c"] != b, "two targets have one number")
        },
    ]
}
