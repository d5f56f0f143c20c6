package import Events
package import Store

/// One storage under test, which can be closed and opened again, with a clock that the test moves.
package final class StoreSubject {
    /// What a check asks of the engine.
    package struct Settings: Sendable {
        package var retentionMilliseconds: Int64 = 7 * day
        package var deadRetentionMilliseconds: Int64 = 30 * day
        package var windowMilliseconds: Int64 = 7 * day
        package var keysMax = 100_000
        package var spanMillisecondsMin: Int64 = day

        package init() {}
    }

    package static let day: Int64 = 24 * 3_600_000

    package let clock = ManualClock()
    package var settings = Settings()
    /// The numbers of targets "a" and "b".
    package private(set) var a = TargetID(rawValue: 0)
    package private(set) var b = TargetID(rawValue: 0)
    package private(set) var source = SourceID(rawValue: 0)
    package private(set) var recovery: Recovery?

    private let make: (Settings, ManualClock) -> any EventStore
    private var opened: (any EventStore)?
    private var reader: (any EventContentReader)?
    private let requests = NoRequest()

    /// - Parameter make: Gives an engine on the same storage at every call.
    package init(make: @escaping (Settings, ManualClock) -> any EventStore) { self.make = make }

    /// The engine, opened when it is first asked for.
    package func store() throws -> any EventStore {
        if let opened = self.opened { return opened }
        let store = self.make(self.settings, self.clock)
        self.recovery = try store.open()
        let names = try store.intern(sources: ["s"], targets: ["a", "b"])
        guard let a = names.targets["a"], let b = names.targets["b"], let source = names.sources["s"] else {
            throw ConformanceFailure("names were not numbered")
        }
        (self.a, self.b, self.source) = (a, b, source)
        self.opened = store
        return store
    }

    /// Closes the engine; the next call of ``store()`` opens it again.
    package func close() {
        self.reader?.close()
        self.reader = nil
        self.opened?.close()
        self.opened = nil
    }

    package func reopen() throws -> Recovery {
        self.close()
        _ = try self.store()
        guard let recovery = self.recovery else { throw ConformanceFailure("the store told nothing of its recovery") }
        return recovery
    }

    // MARK: What checks do

    /// An event whose key is `key`.
    package func event(
        _ key: UInt64,
        targets: [TargetID],
        name: String = "message.sent",
        receivedAt: Timestamp? = nil
    ) -> NewEvent {
        var headers = HeaderBlock()
        headers.append(name: "content-type", value: "application/json")
        let content = EventContent(
            source: self.source,
            name: name,
            receivedAt: receivedAt ?? self.clock.now(),
            occurredAt: Timestamp(milliseconds: Int64(key)),
            rawBody: Array("{\"key\":\(key)}".utf8),
            normalizedBody: nil,
            headers: headers
        )
        let digest = KeyDigest(words: (key &* 0x9E37_79B9_7F4A_7C15, key, ~key, 7))
        return NewEvent(content: content, key: digest, targets: targets, ticket: self.requests, receiver: self.requests)
    }

    package func commit(_ events: [NewEvent], _ records: [DeliveryRecord] = []) throws -> [AcceptResult] {
        try self.store().commit(events: events, records: records)
    }

    /// Stores events with these keys for target "a", one by one in one batch.
    package func storeEvents(_ keys: some Sequence<UInt64>) throws -> [EventID] {
        _ = try self.store()
        return try self.commit(keys.map { self.event($0, targets: [self.a]) }).map { result in
            guard case .stored(let id) = result else { throw ConformanceFailure("not stored: \(result)") }
            return id
        }
    }

    /// Writes one record in a batch of its own.
    package func record(
        _ id: EventID,
        _ target: TargetID,
        _ state: RecordedState,
        attempts: Int = 1,
        error: AttemptError? = nil
    ) -> DeliveryRecord {
        DeliveryRecord(
            event: id,
            target: target,
            state: state,
            attempts: attempts,
            firstAttemptAt: self.clock.now(),
            at: self.clock.now(),
            durationMilliseconds: 5,
            status: error == nil ? 200 : 500,
            error: error
        )
    }

    /// All pending deliveries above `after`, whatever pieces the engine looks in.
    package func pending(_ target: TargetID, after: EventID = .zero, limit: Int = .max) throws -> [EventID] {
        var found: [EventID] = []
        var after = after
        while true {
            let scan = try self.store().pending(target: target, after: after, limit: limit - found.count)
            found += scan.deliveries.map(\.event)
            guard let next = scan.next, found.count < limit else { return found }
            after = next
        }
    }

    package func contents(_ ids: [EventID]) throws -> [EventContent?] {
        let reader = try self.reader ?? self.store().makeReader()
        self.reader = reader
        return try reader.load(ids)
    }

    /// Does all housekeeping that there is now.
    package func housekeep() throws {
        for _ in 0..<100_000 {
            guard try self.store().housekeep(isIdle: true) else { return }
        }
        throw ConformanceFailure("housekeeping has no end")
    }

    /// Lets time pass as it does, with housekeeping every six hours.
    package func live(milliseconds: Int64) throws {
        var rest = milliseconds
        while rest > 0 {
            let step = Swift.min(rest, Self.day / 4)
            self.clock.advance(byMilliseconds: step)
            try self.housekeep()
            rest -= step
        }
    }
}

/// A check that did not hold, in words.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Stands for a request that nobody waits for.
private final class NoRequest: AcceptTicket, AcceptReceiver {
    func accepted(_ answers: [AcceptAnswer]) {}
}
