import Events
import GatewayTesting
import Testing

@testable import Store

struct ArrivalWarmupTests {
    @Test(arguments: [0, 1, 3_000] as [UInt64])
    func readersEndWithTheRecoveryTheyHelp(events: UInt64) throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let subject = StoreSubject { _, clock in
                SQLiteStore(path: path, options: SQLiteStoreOptions(reserveBytes: 0), clock: clock)
            }
            _ = try subject.store()
            for start in stride(from: 0, to: events, by: 100) { _ = try subject.storeEvents(start..<start + 100) }
            let connection = try SQLiteConnection(path: path, access: .readOnly)
            let count = try ArrivalWarmup.around(connection, vfs: nil, databaseBytesMin: 0) { () throws(StoreError) in
                try connection.integer("SELECT count(*) FROM arrivals")
            }
            #expect((count > 0) == (events > 0))
            let error = #expect(throws: StoreError.self) {
                try ArrivalWarmup.around(connection, vfs: nil, databaseBytesMin: 0) { () throws(StoreError) in
                    throw StoreError(.corrupt, "found by the recovery")
                }
            }
            #expect(error?.message == "found by the recovery")
            subject.close()
        }
    }
}
