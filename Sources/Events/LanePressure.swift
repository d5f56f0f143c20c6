/// How many requests a target gets at once while it says that it is too many, as a value.
///
/// An answer 429 or 503 halves the number, at most once for everything that was on its way by then; each 2xx brings it
/// back a little: one more for each round of answers, as TCP does (RFC 5681 §3.1). Where one at a time is still too
/// many, the starts rest for a while that doubles. `Retry-After` makes them rest for so long as it says.
package struct LanePressure: Sendable, Equatable {
    package let concurrency: Int
    private var limit: Double
    /// Up to here the limit grows by one for each 2xx.
    private var threshold: Double
    /// Answers to come that were on their way when it was last lowered.
    private var unheard = 0
    private var restMilliseconds: Int64 = 0
    private var rest: (until: Timestamp, milliseconds: Int64)?

    package init(concurrency: Int) {
        precondition(concurrency > 0, "a lane starts at least one request at once")
        self.concurrency = concurrency
        self.limit = Double(concurrency)
        self.threshold = Double(concurrency)
    }

    /// Requests at once, 1 to ``concurrency``.
    package var startsMax: Int { Int(self.limit) }
    /// Whether nothing is held back.
    package var isCalm: Bool {
        self.unheard == 0 && self.rest == nil && self.restMilliseconds == 0 && self.limit == Double(self.concurrency)
    }

    /// Until when nothing may start; `nil` where it may.
    package mutating func restingUntil(now: Timestamp) -> Timestamp? {
        guard let rest = self.rest else { return nil }
        // After a step back of the clock the rest is no longer than it ever was.
        let until = Swift.min(rest.until, now.advanced(byMilliseconds: rest.milliseconds))
        guard until > now else {
            self.rest = nil
            return nil
        }
        self.rest = (until, rest.milliseconds)
        return until
    }

    /// The target said that it is too much.
    ///
    /// - Parameters:
    ///   - retryAfterMilliseconds: What `Retry-After` asked for; counts up to ``Limits/retryAfterMillisecondsMax``.
    ///   - inFlight: Requests that are still on their way.
    ///   - now: When it said so.
    package mutating func throttled(retryAfterMilliseconds: Int64?, inFlight: Int, now: Timestamp) {
        if self.hearsNews() {
            if self.limit < 2 {
                self.restMilliseconds = Swift.min(
                    Swift.max(Limits.pressureRestMilliseconds, 2 * self.restMilliseconds),
                    Limits.pressureRestMillisecondsMax
                )
                self.rest(self.restMilliseconds, now: now)
            }
            self.limit = Swift.max(1, self.limit / 2)
            self.threshold = self.limit
            self.unheard = inFlight
        }
        if let asked = retryAfterMilliseconds, asked > 0 {
            self.rest(Swift.min(asked, Limits.retryAfterMillisecondsMax), now: now)
        }
    }

    /// The target took a request.
    package mutating func succeeded() {
        _ = self.hearsNews()
        self.restMilliseconds /= 2
        let step = self.limit < self.threshold ? 1 : 1 / self.limit
        self.limit = Swift.min(Double(self.concurrency), self.limit + step)
    }

    /// A request came to another end, which says nothing about how many the target can take.
    package mutating func ended() { _ = self.hearsNews() }

    /// Begins with one request at once, because the target has just come back; grows by one for each 2xx.
    package mutating func beginSlowly() {
        self.threshold = Swift.max(self.threshold, self.limit)
        self.limit = 1
    }

    private mutating func hearsNews() -> Bool {
        guard self.unheard > 0 else { return true }
        self.unheard -= 1
        return false
    }

    private mutating func rest(_ milliseconds: Int64, now: Timestamp) {
        let until = now.advanced(byMilliseconds: milliseconds)
        if let rest = self.rest, rest.until >= until { return }
        self.rest = (until, milliseconds)
    }

    package static func == (left: LanePressure, right: LanePressure) -> Bool {
        left.concurrency == right.concurrency && left.limit == right.limit && left.threshold == right.threshold
            && left.unheard == right.unheard && left.restMilliseconds == right.restMilliseconds
            && left.rest?.until == right.rest?.until && left.rest?.milliseconds == right.rest?.milliseconds
    }
}
