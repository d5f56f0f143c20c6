import Telemetry
import Testing

struct HistogramTests {
    @Test(arguments: [(0, 0), (10, 0), (11, 1), (20, 1), (21, 2), (1_000, 2)] as [(UInt64, Int)])
    func observationFallsIntoTheFirstBucketThatHoldsIt(value: UInt64, bucket: Int) {
        let histogram = Histogram(bounds: [10, 20], scale: 1)
        histogram.observe(value)
        var expected: [UInt64] = [0, 0, 0]
        expected[bucket] = 1
        #expect(histogram.snapshot().counts == expected)
        #expect(histogram.snapshot().sum == value)
    }

    @Test func quantileIsTheUpperBoundOfItsBucket() {
        let histogram = Histogram(bounds: [1_000, 2_000, 4_000], scale: 1_000)
        #expect(histogram.quantile(0.5) == nil)
        for _ in 0..<98 { histogram.observe(500) }
        histogram.observe(1_500)
        histogram.observe(3_000)
        #expect(histogram.quantile(0.5) == 1)
        #expect(histogram.quantile(0.99) == 2)
        #expect(histogram.quantile(1) == 4)
    }
}
