import Glibc

/// Where a part reads the time.
///
/// Injected everywhere, so that tests choose it.
package protocol GatewayClock: Sendable {
    /// The wall clock; it may step in both directions.
    func now() -> Timestamp
    /// Nanoseconds of a clock that never steps back; its zero means nothing.
    func monotonicNanoseconds() -> UInt64
}

/// The clocks of the machine (`man 2 clock_gettime`).
package struct SystemClock: GatewayClock {
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
