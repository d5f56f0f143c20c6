import Events
import GatewayTesting
import Store
import Testing

struct BackupTests {
    private let options = SQLiteStoreOptions(lockWaitMilliseconds: 0, reserveBytes: 0)

    @Test func aCopyOfALiveStoreIsConsistentAndComplete() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let copy = folder + "/copy.db"
            let harness = CommitterHarness()
            let committer = Committer(store: SQLiteStore(path: path, options: self.options), observer: harness)
            // because: the name was just given a number.
            let target = try committer.open(sources: ["s"], targets: ["a"]).names.targets["a"]!
            try committer.start(sink: harness)
            defer { committer.stop() }
            for key in 0..<2_000 as Range<UInt64> {
                _ = committer.submit([harness.event(key, targets: [target], bytes: 1_000)])
            }
            try harness.wait { _ in !harness.results(1_999).isEmpty }
            var last = (0, 0)
            var key: UInt64 = 10_000
            try SQLiteStore.backup(from: path, to: copy) { done, total in
                last = (done, total)
                // The gateway goes on while the copy is made.
                _ = committer.submit([harness.event(key, targets: [target], bytes: 1_000)])
                key += 1
            }
            #expect(last.0 == last.1 && last.1 > 100)
            #expect(FilesOutside.mode(copy) == 0o600)
            #expect(FilesOutside.bytes(copy + ".part") == nil && FilesOutside.bytes(copy + "-wal") == nil)
            let restored = SQLiteStore(path: copy, options: self.options)
            let recovery = try restored.open()
            #expect(recovery.backlog[target]?.pending == 2_000 && recovery.dedupeKeys == 2_000)
            restored.close()
        }
    }

    @Test func nothingIsOverwritten() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let store = SQLiteStore(path: path, options: self.options)
            _ = try store.open()
            defer { store.close() }
            let taken = folder + "/taken"
            FilesOutside.write([1, 2, 3], at: 0, of: taken)
            let error = #expect(throws: StoreError.self) { try SQLiteStore.backup(from: path, to: taken) }
            #expect(error?.message.contains("not overwritten") == true)
            #expect(FilesOutside.read(taken) == [1, 2, 3])
        }
    }

    @Test func whatIsNoStoreIsNotCopied() throws {
        try withFolder { folder in
            let error = #expect(throws: StoreError.self) {
                try SQLiteStore.backup(from: folder + "/nothing.db", to: folder + "/copy.db")
            }
            #expect(error?.code == .unreachable)
            FilesOutside.write([UInt8](repeating: 7, count: 9_000), at: 0, of: folder + "/junk")
            let second = #expect(throws: StoreError.self) {
                try SQLiteStore.backup(from: folder + "/junk", to: folder + "/copy.db")
            }
            #expect(second?.code == .corrupt)
            #expect(
                FilesOutside.bytes(folder + "/copy.db") == nil && FilesOutside.bytes(folder + "/copy.db.part") == nil
            )
        }
    }

    @Test func aStoppedStoreIsCopiedToo() throws {
        try withFolder { folder in
            let subject = StoreSubject { _, clock in
                SQLiteStore(path: folder + "/store.db", options: self.options, clock: clock)
            }
            _ = try subject.storeEvents(1...50)
            subject.close()
            try SQLiteStore.backup(from: folder + "/store.db", to: folder + "/copy.db")
            #expect(try EventReader(path: folder + "/copy.db").eventCount() == 50)
        }
    }

    @Test func aStoreWhoseGatewayWasKilledIsCopiedWithItsLog() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = StoreSubject { _, clock in SQLiteStore(path: path, options: self.options, clock: clock) }
            _ = try subject.storeEvents(1...50)
            let left = folder + "/left.db"
            for suffix in ["", "-wal"] {
                FilesOutside.write(FilesOutside.read(path + suffix), at: 0, of: left + suffix)
            }
            subject.close()
            try SQLiteStore.backup(from: left, to: folder + "/copy.db")
            let count = try EventReader(path: folder + "/copy.db").eventCount()
            #expect(count == 50)
        }
    }
}
