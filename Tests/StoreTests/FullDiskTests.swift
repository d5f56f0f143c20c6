import Events
import GatewayTesting
import Store
import Testing

/// A disk of 120 MiB with a reserve of 20 MiB, which is more than the write-ahead log can hold.
struct FullDiskTests {
    private static let mebibyte = 1_024 * 1_024
    private static let reserve = 20 * mebibyte
    private static let capacity = 120 * mebibyte

    private struct Place {
        let committer: Committer
        let harness: CommitterHarness
        let disk: FaultyDisk
        let clock: ManualClock
        let target: TargetID
        let path: String
        var reserveBytes: Int? { FilesOutside.bytes(self.path + "-reserve") }
    }

    private func withSmallDisk(_ body: (Place) throws -> Void) throws {
        try withFolder { folder in
            let disk = FaultyDisk(folder: folder)
            let harness = CommitterHarness()
            let clock = ManualClock()
            disk.set { $0.capacity = Self.capacity }
            let options = SQLiteStoreOptions(
                lockWaitMilliseconds: 0,
                reserveBytes: Self.reserve,
                vfs: disk.name,
                freeBytes: { _ in disk.free }
            )
            let path = folder + "/store.db"
            let store = SQLiteStore(path: path, options: options, clock: clock)
            let committer = Committer(store: store, observer: harness)
            let names = try committer.open(sources: ["s"], targets: ["a"]).names
            try committer.start(sink: harness)
            defer { committer.stop() }
            // because: the name was just given a number.
            let target = names.targets["a"]!
            try body(
                Place(
                    committer: committer,
                    harness: harness,
                    disk: disk,
                    clock: clock,
                    target: target,
                    path: path
                )
            )
        }
    }

    /// Stores events until one is refused.
    private func fill(_ place: Place) throws -> (stored: [EventID], refused: UInt64) {
        var stored: [EventID] = []
        for key in 0..<8_000 as Range<UInt64> {
            let event = place.harness.event(key, targets: [place.target], receivedAt: place.clock.now(), bytes: 50_000)
            guard place.committer.submit([event]) == 1 else { return (stored, key) }
            try place.harness.wait("answer") { _ in !place.harness.results(key).isEmpty }
            switch place.harness.results(key)[0] {
            case .stored(let id): stored.append(id)
            case .refused(.storageUnavailable): return (stored, key)
            case let other: Issue.record("unexpected: \(other)")
            }
        }
        Issue.record("the disk was never full")
        return (stored, 0)
    }

    private func records(_ ids: [EventID], _ place: Place) -> [DeliveryRecord] {
        ids.map {
            DeliveryRecord(
                event: $0,
                target: place.target,
                state: .delivered,
                attempts: 1,
                firstAttemptAt: place.clock.now(),
                at: place.clock.now(),
                status: 200
            )
        }
    }

    @Test func eventsAreRefusedRecordsAreWrittenAndTheOperatorMakesRoom() throws {
        try self.withSmallDisk { place in
            #expect(place.reserveBytes == Self.reserve)
            let (stored, refused) = try self.fill(place)
            #expect(stored.count > 200)
            try place.harness.wait("the failure") { $0.contains(.failed(.full)) }
            place.committer.record(self.records(Array(stored.prefix(100)), place))
            try place.harness.wait("records") { $0.contains(.committed(events: 0, duplicates: 0, records: 100)) }
            #expect(place.reserveBytes == nil, "the reserve was given up for them")
            #expect(!place.committer.isAccepting)
            #expect(!place.harness.has(.recovered))
            place.disk.set { $0.capacity = 2 * Self.capacity }
            try place.harness.wait("recovery") { $0.contains(.recovered) }
            #expect(place.reserveBytes == Self.reserve, "the room is set aside again")
            guard case .stored = try place.harness.submit(place.committer, refused, targets: [place.target]) else {
                Issue.record("the retry was not accepted")
                return
            }
            place.harness.page(place.committer, place.target, limit: 10_000)
            try place.harness.wait("page") { signals in
                signals.contains {
                    guard case .page(let ids) = $0 else { return false }
                    return ids.count == stored.count - 99 && Set(ids).isSuperset(of: stored.dropFirst(100))
                }
            }
        }
    }

    @Test func retentionMakesRoomByItself() throws {
        try self.withSmallDisk { place in
            let (stored, refused) = try self.fill(place)
            try place.harness.wait("the failure") { $0.contains(.failed(.full)) }
            place.committer.record(self.records(stored, place))
            try place.harness.wait("records") { signals in
                signals.contains { if case .committed(0, 0, stored.count) = $0 { true } else { false } }
            }
            place.clock.advance(byMilliseconds: 8 * StoreSubject.day)
            try place.harness.wait("recovery") { $0.contains(.recovered) }
            guard case .stored = try place.harness.submit(place.committer, refused, targets: [place.target]) else {
                Issue.record("the retry was not accepted")
                return
            }
            #expect(FilesOutside.total(in: String(place.path.dropLast("/store.db".count))) <= Self.capacity)
        }
    }
}
