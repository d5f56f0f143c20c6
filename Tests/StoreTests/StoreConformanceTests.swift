import Events
import GatewayTesting
import Store
import Testing

struct StoreConformanceTests {
    @Test(arguments: StoreConformance.all)
    func sqliteStoreHoldsThat(_ check: StoreConformance) throws {
        try withFolder { folder in
            let subject = StoreSubject { settings, clock in
                SQLiteStore(path: folder + "/store.db", options: SQLiteStoreOptions(settings), clock: clock)
            }
            defer { subject.close() }
            try check.run(subject)
        }
    }
}

extension SQLiteStoreOptions {
    init(_ settings: StoreSubject.Settings) {
        self.init(
            retentionMilliseconds: settings.retentionMilliseconds,
            deadRetentionMilliseconds: settings.deadRetentionMilliseconds,
            dedupeWindowMilliseconds: settings.windowMilliseconds,
            dedupeKeysMax: settings.keysMax,
            dedupeSpanMillisecondsMin: settings.spanMillisecondsMin,
            lockWaitMilliseconds: 0,
            reserveBytes: 0
        )
    }
}
