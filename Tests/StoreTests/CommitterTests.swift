import Events
import GatewayTesting
import Store
import Testing

struct CommitterTests {
    private func withCommitter(
        queueMax: Int = Limits.acceptQueueMax,
        disk: FaultyDisk? = nil,
        _ body: (Committer, CommitterHarness, TargetID, String) throws -> Void
    ) throws {
        try withFolder { folder in
            let harness = CommitterHarness()
            let path = folder + "/store.db"
            let options = SQLiteStoreOptions(lockWaitMilliseconds: 0, reserveBytes: 0, vfs: disk?.name)
            let store = SQLiteStore(path: path, options: options)
            let committer = Committer(store: store, observer: harness, queueMax: queueMax)
            let names = try committer.open(sources: ["s"], targets: ["a"]).names
            try committer.start(sink: harness)
            defer { committer.stop() }
            // because: the names were just given numbers.
            try body(committer, harness, names.targets["a"]!, path)
        }
    }

    @Test func everyEventIsAnsweredOnceAndTheSinkHearsFirst() throws {
        try self.withCommitter { committer, harness, a, _ in
            var expected = 0
            for round in 0..<50 as Range<UInt64> {
                let events = (0..<20 as Range<UInt64>).map { harness.event(round * 20 + $0, targets: [a]) }
                expected += committer.submit(events)
            }
            #expect(expected == 1_000)
            try harness.wait { $0.count { if case .answered = $0 { true } else { false } } == 1_000 }
            var announced: Set<EventID> = []
            var order: [EventID] = []
            for signal in harness.heard {
                if case .accepted(let ids) = signal {
                    announced.formUnion(ids)
                    order += ids
                }
                if case .answered(_, .stored(let id)) = signal { #expect(announced.contains(id)) }
            }
            #expect(order == order.sorted() && order.count == 1_000)
            let commits = harness.heard.count { if case .committed = $0 { true } else { false } }
            #expect(commits < 1_000, "events that wait together share a commit")
        }
    }

    @Test func copiesAreAnsweredWithTheFirstIDAndNotAnnounced() throws {
        try self.withCommitter { committer, harness, a, _ in
            let event = harness.event(1, targets: [a])
            #expect(committer.submit([event, event, harness.event(2, targets: [])]) == 3)
            try harness.wait { _ in !harness.results(2).isEmpty }
            guard case .stored(let first) = harness.results(1)[0] else {
                Issue.record("not stored")
                return
            }
            #expect(harness.results(1)[1] == .duplicate(of: first))
            #expect(harness.heard.first == .accepted([first]), "unrouted events and copies go nowhere")
        }
    }

    @Test func aFullQueueTakesFromTheFrontAndRefusesTheRest() throws {
        try withFolder { folder in
            let harness = CommitterHarness()
            let queueMax = 10
            let store = SQLiteStore(path: folder + "/s.db", options: SQLiteStoreOptions(reserveBytes: 0))
            let committer = Committer(store: store, observer: harness, queueMax: queueMax, queueBytesMax: 1_000)
            let a = TargetID(rawValue: 1)
            #expect(committer.submit([harness.event(1, targets: [a])]) == 0, "before the start nothing is taken")
            _ = try committer.open(sources: [], targets: ["a"])
            try committer.start(sink: harness)
            defer { committer.stop() }
            let many = (0..<50 as Range<UInt64>).map { harness.event($0, targets: [a]) }
            let taken = committer.submit(many)
            #expect(taken == 10)
            try harness.wait { $0.count { if case .answered = $0 { true } else { false } } == 10 }
            let heavy = (100..<110 as Range<UInt64>).map { harness.event($0, targets: [a], bytes: 300) }
            #expect(committer.submit(heavy) == 3, "bytes are bounded too")
            try harness.wait { _ in !harness.results(102).isEmpty }
            #expect(committer.submit([harness.event(200, targets: [], bytes: 5_000)]) == 1, "a large one passes alone")
            try harness.wait { _ in !harness.results(200).isEmpty }
        }
    }

    @Test func recordsAreWrittenWithoutAnEventAndPagesKnowThem() throws {
        try self.withCommitter { committer, harness, a, _ in
            guard case .stored(let first) = try harness.submit(committer, 1, targets: [a]),
                case .stored(let second) = try harness.submit(committer, 2, targets: [a])
            else {
                Issue.record("not stored")
                return
            }
            committer.record([Self.delivered(first, a)])
            harness.page(committer, a)
            try harness.wait("page") { $0.contains(.page([second])) }
            committer.record([Self.delivered(second, a)])
            try harness.wait("a flush of its own") { $0.contains(.committed(events: 0, duplicates: 0, records: 1)) }
            harness.load(committer, [second, .max, first])
            let bodies: [[UInt8]?] = [[UInt8](repeating: 2, count: 20), nil, [UInt8](repeating: 1, count: 20)]
            try harness.wait("contents") { $0.contains(.contents(bodies)) }
        }
    }

    @Test func aPageWaitsForAllRecordsBeforeItHoweverMany() throws {
        try self.withCommitter { committer, harness, a, _ in
            var ids: [EventID] = []
            for round in 0..<50 as Range<UInt64> {
                _ = committer.submit((0..<100).map { harness.event(round * 100 + $0, targets: [a]) })
            }
            try harness.wait { _ in !harness.results(4_999).isEmpty }
            for case .accepted(let accepted) in harness.heard { ids += accepted }
            committer.record(ids.map { Self.delivered($0, a) })
            harness.page(committer, a, limit: 10_000)
            try harness.wait("page") { $0.contains { if case .page = $0 { true } else { false } } }
            #expect(ids.count == 5_000)
            #expect(harness.has(.page([])))
        }
    }

    @Test func stopCommitsWhatWasTakenAndTakesNothingMore() throws {
        try self.withCommitter { committer, harness, a, path in
            let events = (0..<500 as Range<UInt64>).map { harness.event($0, targets: [a]) }
            let taken = committer.submit(events)
            committer.record([Self.delivered(EventID(rawValue: 1), a)])
            committer.stop()
            #expect(committer.submit([harness.event(1_000, targets: [a])]) == 0)
            #expect(!committer.isAccepting)
            let stored = harness.heard.count { if case .answered(_, .stored) = $0 { true } else { false } }
            #expect(taken == 500 && stored == 500)
            let count = try EventReader(path: path).eventCount()
            #expect(count == 500)
        }
    }

    @Test func aFailingSyncRefusesBothCopiesAndTheRetryIsAccepted() throws {
        let disk = FaultyDisk()
        try self.withCommitter(disk: disk) { committer, harness, a, path in
            _ = try harness.submit(committer, 7, targets: [a])
            disk.set { $0.failsSync = true }
            let event = harness.event(1, targets: [a])
            #expect(committer.submit([event, event]) == 2)
            try harness.wait { _ in harness.results(1).count == 2 }
            #expect(harness.results(1) == [.refused(.storageUnavailable), .refused(.storageUnavailable)])
            try harness.wait { $0.contains(.failed(.inputOutput)) }
            #expect(committer.submit([event]) == 0, "while it fails nothing is taken")
            disk.set { $0.failsSync = false }
            try harness.wait { $0.contains(.recovered) }
            guard case .stored = try harness.submit(committer, 1, targets: [a]) else {
                Issue.record("the retry was not accepted: \(harness.results(1))")
                return
            }
            let count = try EventReader(path: path, vfs: disk.name).eventCount()
            #expect(count == 2)
            let failures = harness.heard.count { $0 == .failed(.inputOutput) }
            #expect(failures == 1, "one failure is told once")
        }
    }

    @Test func recordsOutliveAFailureAndPagesWaitForThem() throws {
        let disk = FaultyDisk()
        try self.withCommitter(disk: disk) { committer, harness, a, _ in
            guard case .stored(let first) = try harness.submit(committer, 1, targets: [a]) else {
                Issue.record("not stored")
                return
            }
            disk.set { $0.failsSync = true }
            committer.record([Self.delivered(first, a)])
            try harness.wait { $0.contains(.failed(.inputOutput)) }
            harness.page(committer, a)
            disk.set { $0.failsSync = false }
            try harness.wait { $0.contains(.page([])) }
            #expect(harness.has(.recovered))
        }
    }

    private static func delivered(_ id: EventID, _ target: TargetID) -> DeliveryRecord {
        DeliveryRecord(
            event: id,
            target: target,
            state: .delivered,
            attempts: 1,
            firstAttemptAt: SystemClock().now(),
            at: SystemClock().now(),
            status: 200
        )
    }
}
