/// `[store]`: where events are kept, and for how long.
package struct StoreSettings: Sendable, Equatable {
    /// Path of the SQLite file.
    package let path: String
    package let retentionMilliseconds: Int64
    package let deadRetentionMilliseconds: Int64
    package let dedupeWindowMilliseconds: Int64
    /// Dedupe keys in memory.
    package let maxKeys: Int
}
