import CSQLite
import Events
import GatewayTesting
import Glibc
import Store
import Testing

struct SQLiteStoreTests {
    private static let options = SQLiteStoreOptions(lockWaitMilliseconds: 0, reserveBytes: 64 * 1_024)

    /// Runs SQL on a file from outside.
    private func execute(_ sql: String, on path: String) {
        var database: OpaquePointer?
        sqlite3_open(path, &database)
        sqlite3_exec(database, sql, nil, nil, nil)
        sqlite3_close(database)
    }

    private func failure(_ path: String) -> StoreError? {
        do throws(StoreError) {
            let store = SQLiteStore(path: path, options: Self.options)
            _ = try store.open()
            store.close()
            return nil
        } catch {
            return error
        }
    }

    private func subject(_ path: String, options: SQLiteStoreOptions = Self.options) -> StoreSubject {
        StoreSubject { _, clock in SQLiteStore(path: path, options: options, clock: clock) }
    }

    // MARK: What cannot be opened

    @Test func aMissingFolderIsUnreachable() throws {
        let error = self.failure("/tmp/hookgate-no-such-folder/store.db")
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("create it") == true)
    }

    @Test func aFolderThatCannotBeWrittenIsReadOnly() {
        #expect(self.failure("/sys/hookgate-store.db")?.code == .readOnly)
    }

    @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
        try withFolder { folder in
            let path = folder + "/notes.txt"
            let text = Array(repeating: "these are my notes\n", count: 300).joined()
            FilesOutside.write(Array(text.utf8), at: 0, of: path)
            #expect(self.failure(path)?.code == .corrupt)
            #expect(FilesOutside.read(path) == Array(text.utf8))
        }
    }

    @Test func aDatabaseOfAnotherProgramIsLeftAlone() throws {
        try withFolder { folder in
            let path = folder + "/other.db"
            self.execute("CREATE TABLE mine(a); INSERT INTO mine VALUES(1)", on: path)
            let error = self.failure(path)
            #expect(error?.code == .corrupt)
            #expect(error?.message.contains("another program") == true)
        }
    }

    @Test func aNewerSchemaIsRefusedAndNotTouched() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = self.subject(path)
            _ = try subject.storeEvents([1])
            subject.close()
            self.execute("PRAGMA user_version = 99", on: path)
            let error = self.failure(path)
            #expect(error?.code == .newerSchema)
            #expect(error?.message.contains("99") == true)
            self.execute("PRAGMA user_version = 2", on: path)
            #expect(try subject.reopen().dedupeKeys == 1)
            subject.close()
        }
    }

    @Test func aDamagedHeaderIsCorrupt() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = self.subject(path)
            _ = try subject.storeEvents(1...100)
            subject.close()
            FilesOutside.write(Array("garbage garbage!".utf8), at: 0, of: path)
            let error = self.failure(path)
            #expect(error?.code == .corrupt)
            #expect(error?.isRetryable == false)
        }
    }

    @Test func aSecondProcessIsToldWhoHoldsTheStore() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = self.subject(path)
            _ = try subject.store()
            let error = self.failure(path)
            #expect(error?.code == .locked)
            #expect(error?.message.contains("process \(getpid())") == true)
            _ = try subject.storeEvents([1])
            subject.close()
            #expect(self.failure(path) == nil, "free again")
        }
    }

    @Test func filesAreForTheirOwnerAlone() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = self.subject(path)
            _ = try subject.storeEvents([1])
            for suffix in ["", "-wal", "-shm", "-lock", "-reserve"] {
                #expect(FilesOutside.mode(path + suffix) == 0o600, "\(suffix)")
            }
            subject.close()
        }
    }

    // MARK: What goes on inside

    @Test func aBatchThatFailsLeavesNothing() throws {
        try withFolder { folder in
            let disk = FaultyDisk()
            var options = Self.options
            options.vfs = disk.name
            let subject = self.subject(folder + "/store.db", options: options)
            let first = try subject.storeEvents([1])[0]
            disk.set { $0.failsSync = true }
            let events = [subject.event(2, targets: [subject.a]), subject.event(3, targets: [], name: "new.name")]
            let records = [subject.record(first, subject.a, .dead(.exhausted), error: .status)]
            for _ in 0..<3 {
                let error = #expect(throws: StoreError.self) { try subject.commit(events, records) }
                #expect(error?.code == .inputOutput)
                let statistics = try subject.store().statistics
                #expect(statistics.dedupeKeys == 1 && statistics.events == 1)
                #expect(statistics.openDeliveries == 1 && statistics.dead.isEmpty)
            }
            disk.set { $0.failsSync = false }
            #expect(try subject.store().recoverFromFailure() == .everything)
            #expect(try subject.pending(subject.a) == [first])
            for case .refused in try subject.commit(events, records) { Issue.record("refused") }
            let recovery = try subject.reopen()
            #expect(recovery.dedupeKeys == 3 && recovery.backlog[subject.a]?.pending == 1)
            subject.close()
        }
    }

    @Test func collidingHashesNeverEatAnEvent() throws {
        try withFolder { folder in
            var options = Self.options
            options.keyHashMask = 0x0F
            let subject = self.subject(folder + "/store.db", options: options)
            let ids = try subject.storeEvents(1...600)
            #expect(Set(ids).count == 600)
            _ = try subject.reopen()
            for key in stride(from: UInt64(1), through: 600, by: 37) {
                let result = try subject.commit([subject.event(key, targets: [])])
                #expect(result == [.duplicate(of: ids[Int(key) - 1])])
            }
            guard case .stored = try subject.commit([subject.event(601, targets: [])])[0] else {
                Issue.record("a new key was taken for an old one")
                return
            }
            subject.close()
        }
    }

    @Test func aDamagedPageCostsItsEventsAndNoMore() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = self.subject(path)
            let ids = try (0..<20 as Range<UInt64>).flatMap { try subject.storeEvents($0 * 100..<$0 * 100 + 100) }
            subject.close()
            let pages = (FilesOutside.bytes(path) ?? 0) / 4_096
            FilesOutside.write([UInt8](repeating: 0xA5, count: 2 * 4_096), at: pages / 2 * 4_096, of: path)
            let harness = CommitterHarness()
            let store = SQLiteStore(path: path, options: Self.options)
            let committer = Committer(store: store, observer: harness)
            do {
                _ = try committer.open(sources: ["s"], targets: ["a"])
            } catch {
                #expect((error as? StoreError)?.code == .corrupt)
                return
            }
            try committer.start(sink: harness)
            defer { committer.stop() }
            harness.load(committer, ids)
            try harness.wait("contents") { $0.contains { if case .contents = $0 { true } else { false } } }
            for case .contents(let bodies) in harness.heard {
                let lost = bodies.count { $0 == nil }
                #expect(lost > 0 && lost < 200)
                for (index, body) in bodies.enumerated() where body != nil {
                    #expect(body == Array("{\"key\":\(index)}".utf8))
                }
            }
        }
    }

    @Test func whatFailedIsKeptAttemptByAttempt() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = self.subject(path)
            let id = try subject.storeEvents([1])[0]
            let due = subject.clock.now().advanced(byMilliseconds: 5_000)
            var record = subject.record(id, subject.a, .retrying(due: due), error: .status)
            record.detail = "HTTP 500"
            record.response = Array("oops".utf8)
            _ = try subject.commit([], [record])
            _ = try subject.commit(
                [],
                [subject.record(id, subject.a, .dead(.exhausted), attempts: 2, error: .timeout)]
            )
            let reader = try EventReader(path: path)
            let attempts = try reader.attempts(of: id)
            #expect(attempts.map(\.attempt) == [1, 2])
            #expect(attempts.map(\.error) == [.status, .timeout])
            #expect(attempts[0].response == Array("oops".utf8) && attempts[0].detail == "HTTP 500")
            let deliveries = try reader.deliveries(of: id)
            #expect(deliveries.map(\.state) == [.dead] && deliveries.map(\.cause) == [.exhausted])
            let event = try #require(try reader.event(id))
            #expect(event.source == "s" && event.targets == [subject.a])
            #expect(event.content.rawBody == Array("{\"key\":1}".utf8))
            subject.close()
        }
    }

    @Test func whatWasNotClosedIsFoundAgain() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let copy = folder + "/copy.db"
            let subject = self.subject(path)
            let ids = try subject.storeEvents(1...300)
            _ = try subject.commit([], ids.prefix(100).map { subject.record($0, subject.a, .delivered) })
            // What a killed process leaves: the files as they are, without a last checkpoint.
            for suffix in ["", "-wal"] {
                FilesOutside.write(FilesOutside.read(path + suffix), at: 0, of: copy + suffix)
            }
            let other = self.subject(copy)
            let recovery = try other.reopen()
            #expect(recovery.backlog[other.a]?.pending == 200)
            #expect(recovery.dedupeKeys == 300)
            #expect(try other.pending(other.a) == Array(ids.dropFirst(100)))
            other.close()
            subject.close()
        }
    }
}
