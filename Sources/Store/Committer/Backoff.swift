import Events

/// How long to wait before the next try: doubled each time, up to a limit.
struct Backoff: Sendable {
    private var milliseconds = Limits.storeRetryMilliseconds

    /// Nanoseconds to wait now.
    mutating func next() -> UInt64 {
        defer { self.milliseconds = Swift.min(2 * self.milliseconds, Limits.storeRetryMillisecondsMax) }
        return self.milliseconds * 1_000_000
    }

    mutating func reset() { self.milliseconds = Limits.storeRetryMilliseconds }
}
