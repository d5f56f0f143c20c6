internal import Events

/// Decides how many of the refused requests of one event loop are kept: so many a second, the rest only counted.
///
/// A token bucket for each source and one for all of them, so that an attack on one source leaves room for the mistakes at
/// another, and many sources together still cost little. The refusal that is not kept pays one comparison or two.
struct KeepingBudget {
    /// Tokens, in billionths, that come with time.
    struct Bucket {
        private let perSecond: UInt64
        private let full: UInt64
        private var credit: UInt64
        private var at: UInt64 = 0

        private static let unit: UInt64 = 1_000_000_000

        init(perSecond: Int, burst: Int) {
            precondition(perSecond > 0 && burst > 0, "a limit needs room")
            self.perSecond = UInt64(perSecond)
            self.full = UInt64(burst) * Self.unit
            self.credit = self.full
        }

        /// Whether a token is there at `now`, in nanoseconds of a clock that never steps back; it stays.
        mutating func hasToken(now: UInt64) -> Bool {
            // The time is cut before it is multiplied, so nothing overflows.
            let elapsed = min(now - min(now, self.at), self.full / self.perSecond + 1)
            self.credit = min(self.full, self.credit + elapsed * self.perSecond)
            self.at = max(now, self.at)
            return self.credit >= Self.unit
        }

        mutating func take() { self.credit -= Self.unit }
    }

    private let perSecond: Int
    private let burst: Int
    private var all: Bucket
    private var sources: [String: Bucket] = [:]

    init(
        perSecond: Int = Limits.rejectionsKeptPerSecond,
        burst: Int = Limits.rejectionsKeptBurst,
        sources: Int = Limits.rejectingSourcesMax
    ) {
        self.perSecond = perSecond
        self.burst = burst
        self.all = Bucket(perSecond: perSecond * sources, burst: burst * sources)
    }

    /// Asks for one of a source; sources are those of the configuration, so the table is bounded.
    mutating func take(_ source: String, now: UInt64) -> Bool {
        guard self.all.hasToken(now: now) else { return false }
        var bucket = self.sources[source] ?? Bucket(perSecond: self.perSecond, burst: self.burst)
        let isTaken = bucket.hasToken(now: now)
        if isTaken {
            bucket.take()
            self.all.take()
        }
        self.sources[source] = bucket
        return isTaken
    }
}
