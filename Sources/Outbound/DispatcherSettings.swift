package import Events

/// What the dispatcher needs to know beside its targets.
package struct DispatcherSettings: Sendable {
    /// The name of every source, for `Hookgate-Source`.
    package var sources: [SourceID: String]
    /// `hookgate/VERSION`.
    package var userAgent: String
    /// Where chance begins: jitter and trace spans follow from it.
    package var seed: UInt64
    /// Deliveries of one target in memory.
    package var laneEntriesMax = Limits.laneEntriesMax
    /// Bytes of bodies in memory, all targets together.
    package var residentBodyBytesMax = Limits.residentBodyBytesMax
    /// Whether plain `http://` targets at an address are reached without libcurl.
    package var isLeanAllowed = true

    package init(sources: [SourceID: String], userAgent: String, seed: UInt64) {
        self.sources = sources
        self.userAgent = userAgent
        self.seed = seed
    }
}
