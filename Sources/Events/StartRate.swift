/// How many requests a target takes in a time, as gateway.conf says it: `50/s`, `600/m`, `1000/h`.
package struct StartRate: Sendable, Hashable {
    /// Requests of one period; within ``Limits/rateStarts``.
    package let starts: Int64
    /// A second, a minute or an hour.
    package let periodMilliseconds: Int64

    package init(starts: Int64, periodMilliseconds: Int64) {
        precondition(starts > 0 && periodMilliseconds > 0, "a rate without requests never starts one")
        self.starts = starts
        self.periodMilliseconds = periodMilliseconds
    }

    /// Reads what gateway.conf says; `nil` where it is no rate or out of range.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...6).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let starts = Int64(parts[0]),
            Limits.rateStarts.contains(starts)
        else { return nil }
        switch parts[1] {
        case "s": self.init(starts: starts, periodMilliseconds: 1_000)
        case "m": self.init(starts: starts, periodMilliseconds: 60_000)
        case "h": self.init(starts: starts, periodMilliseconds: 3_600_000)
        default: return nil
        }
    }
}

extension StartRate: CustomStringConvertible {
    /// As written in gateway.conf.
    package var description: String {
        let unit =
            switch self.periodMilliseconds {
            case 1_000: "s"
            case 60_000: "m"
            case 3_600_000: "h"
            default: "\(self.periodMilliseconds)ms"
            }
        return "\(self.starts)/\(unit)"
    }
}
