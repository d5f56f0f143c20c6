/// Writes metrics in the Prometheus text format, version 0.0.4.
///
/// - SeeAlso: https://prometheus.io/docs/instrumenting/exposition_formats/ (read 2026-11)
package struct PrometheusText {
    package enum Kind: String {
        case counter, gauge, histogram
    }

    /// The page so far.
    package private(set) var text = ""

    package init() {}

    /// Begins a metric; every sample of it follows before the next begins.
    package mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        self.text += "# HELP \(name) \(Self.escapedHelp(help))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    package mutating func sample(_ name: String, _ labels: [(String, String)] = [], _ value: UInt64) {
        self.text += "\(name)\(Self.labels(labels)) \(value)\n"
    }

    package mutating func sample(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
        self.text += "\(name)\(Self.labels(labels)) \(Self.number(value))\n"
    }

    /// Writes the cumulative buckets, the sum and the count of a histogram.
    package mutating func histogram(_ name: String, _ labels: [(String, String)] = [], _ histogram: Histogram) {
        let (counts, sum) = histogram.snapshot()
        var cumulative: UInt64 = 0
        for (index, bound) in histogram.bounds.enumerated() {
            cumulative += counts[index]
            let upper = Self.number(Double(bound) / histogram.scale)
            self.sample("\(name)_bucket", labels + [("le", upper)], cumulative)
        }
        cumulative += counts[histogram.bounds.count]
        self.sample("\(name)_bucket", labels + [("le", "+Inf")], cumulative)
        self.sample("\(name)_sum", labels, Double(sum) / histogram.scale)
        self.sample("\(name)_count", labels, cumulative)
    }

    private static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }

    private static func labels(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0)=\"\(Self.escapedLabel($1))\"" }.joined(separator: ",") + "}"
    }

    private static func escapedLabel(_ value: String) -> String {
        var result = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static func escapedHelp(_ help: String) -> String {
        var result = ""
        for character in help.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
