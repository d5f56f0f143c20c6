import Events
import Telemetry
import Testing

struct PrometheusTextTests {
    @Test func labelValuesAreEscaped() {
        var page = PrometheusText()
        page.sample("m", [("a", "quote\" back\\ line\n")], 1 as UInt64)
        #expect(page.text == "m{a=\"quote\\\" back\\\\ line\\n\"} 1\n")
    }

    @Test func histogramBucketsAreCumulative() {
        let histogram = Histogram(bounds: [500_000_000, 1_000_000_000], scale: 1_000_000_000)
        histogram.observe(400_000_000)
        histogram.observe(900_000_000)
        histogram.observe(5_000_000_000)
        var page = PrometheusText()
        page.histogram("t", [], histogram)
        #expect(
            page.text == """
                t_bucket{le="0.5"} 1
                t_bucket{le="1"} 2
                t_bucket{le="+Inf"} 3
                t_sum 6.3
                t_count 3

                """
        )
    }

    @Test func everyMetricIsIntroducedOnceAndEverySampleFollowsItsIntroduction() {
        let metrics = GatewayMetrics(sources: ["one", "two"], targets: ["crm"])
        metrics.sources[0].rejected(.staleTimestamp)
        metrics.targets[0].failed(.timeout)
        metrics.targets[0].died(.exhausted)
        let text = metrics.prometheusText(now: Timestamp(milliseconds: 5_000), version: "1")
        var introduced: [String] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                introduced.append(String(line.split(separator: " ")[2]))
            } else if !line.hasPrefix("#") {
                let name = line.prefix { $0 != "{" && $0 != " " }
                #expect(name.hasPrefix(introduced.last ?? "?"), "\(line) stands under \(introduced.last ?? "nothing")")
            }
        }
        #expect(Set(introduced).count == introduced.count)
        #expect(text.contains("hookgate_rejections_total{source=\"one\",cause=\"stale_timestamp\"} 1\n"))
        #expect(text.contains("hookgate_attempts_failed_total{target=\"crm\",error=\"timeout\"} 1\n"))
        #expect(text.contains("hookgate_deliveries_total{target=\"crm\",outcome=\"dead_exhausted\"} 1\n"))
    }

    @Test func ageOfTheOldestDueDeliveryIsZeroWithoutOne() {
        let target = GatewayMetrics(sources: [], targets: ["crm"]).targets[0]
        #expect(target.oldestDueAge(now: Timestamp(milliseconds: 9_000)) == 0)
        target.oldestDueMilliseconds.set(6_500)
        #expect(target.oldestDueAge(now: Timestamp(milliseconds: 9_000)) == 2.5)
    }
}
