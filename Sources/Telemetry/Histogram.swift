internal import Synchronization

/// Counts observations in fixed buckets, as Prometheus reads them; observing is two relaxed atomic additions.
package final class Histogram: Sendable {
    /// Upper bounds of the buckets, ascending; one more bucket takes what is above them.
    package let bounds: [UInt64]
    /// What a bound is divided by when it is shown: 1,000,000,000 for nanoseconds shown as seconds.
    package let scale: Double
    // because: allocated in `init`, freed in `deinit`, and every element is an atomic.
    private nonisolated(unsafe) let buckets: UnsafeMutablePointer<Atomic<UInt64>>
    private let total = Atomic<UInt64>(0)

    package init(bounds: [UInt64], scale: Double) {
        precondition(!bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds must ascend")
        self.bounds = bounds
        self.scale = scale
        self.buckets = .allocate(capacity: bounds.count + 1)
        for index in 0...bounds.count {
            (self.buckets + index).initialize(to: Atomic<UInt64>(0))
        }
    }

    deinit {
        self.buckets.deinitialize(count: self.bounds.count + 1)
        self.buckets.deallocate()
    }

    package func observe(_ value: UInt64) {
        var index = 0
        while index < self.bounds.count, value > self.bounds[index] { index += 1 }
        self.buckets[index].wrappingAdd(1, ordering: .relaxed)
        self.total.wrappingAdd(value, ordering: .relaxed)
    }

    /// How many observations fell into each bucket (not cumulative), and their sum.
    package func snapshot() -> (counts: [UInt64], sum: UInt64) {
        let counts = (0...self.bounds.count).map { self.buckets[$0].load(ordering: .relaxed) }
        return (counts, self.total.load(ordering: .relaxed))
    }

    /// The upper bound of the bucket that holds the given part (0...1) of the observations; `nil` without any.
    package func quantile(_ part: Double) -> Double? {
        let counts = self.snapshot().counts
        let all = counts.reduce(0, +)
        guard all > 0 else { return nil }
        let rank = UInt64((Double(all) * part).rounded(.up))
        var seen: UInt64 = 0
        for (index, count) in counts.enumerated() {
            seen += count
            if seen >= Swift.max(rank, 1) {
                return Double(self.bounds[Swift.min(index, self.bounds.count - 1)]) / self.scale
            }
        }
        return nil
    }

    /// Nanoseconds, shown as seconds: 0.1 ms to 10 s for what a sender waits for.
    package static func latency() -> Histogram {
        let milliseconds: [Double] = [
            0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100, 200, 500, 1_000, 2_000, 5_000,
            10_000,
        ]
        return Histogram(bounds: milliseconds.map { UInt64($0 * 1_000_000) }, scale: 1_000_000_000)
    }

    /// Nanoseconds, shown as seconds: 1 ms to a day for what a delivery takes from end to end.
    package static func endToEnd() -> Histogram {
        let milliseconds: [Double] = [
            1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000,
            3_600_000, 86_400_000,
        ]
        return Histogram(bounds: milliseconds.map { UInt64($0 * 1_000_000) }, scale: 1_000_000_000)
    }

    /// Plain counts: 1 to 1024.
    package static func sizes() -> Histogram {
        Histogram(bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024], scale: 1)
    }
}
