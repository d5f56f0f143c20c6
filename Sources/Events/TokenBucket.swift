/// Keeps starts below a rate, as a value: the moment comes in as an argument.
///
/// What was not used is saved for a tenth of a second at most (at least one start), so a target that was idle is not
/// hit by a whole period's worth at once. Within any stretch of time there are at most `burst` more starts than the
/// rate allows for it.
///
/// Credit is counted in whole numbers: a millisecond earns `starts`, a start costs `periodMilliseconds`. Nothing is lost
/// to rounding, however slow the rate.
package struct TokenBucket: Sendable, Equatable {
    package let rate: StartRate
    /// Starts that can be saved.
    package let burst: Int64
    private var credit: Int64
    private var seenAt: Timestamp?

    package init(_ rate: StartRate) {
        self.rate = rate
        self.burst = Swift.max(1, rate.starts * Limits.rateBurstMilliseconds / rate.periodMilliseconds)
        self.credit = self.burst * rate.periodMilliseconds
    }

    /// Takes one start, if there is one.
    ///
    /// A clock that stepped back earns nothing, and costs nothing.
    package mutating func take(now: Timestamp) -> Bool {
        self.earn(now: now)
        guard self.credit >= self.rate.periodMilliseconds else { return false }
        self.credit -= self.rate.periodMilliseconds
        return true
    }

    /// When the next start is allowed; never before `now`.
    package mutating func nextStart(now: Timestamp) -> Timestamp {
        self.earn(now: now)
        let missing = self.rate.periodMilliseconds - self.credit
        guard missing > 0 else { return now }
        return now.advanced(byMilliseconds: (missing + self.rate.starts - 1) / self.rate.starts)
    }

    private mutating func earn(now: Timestamp) {
        defer { self.seenAt = now }
        guard let seenAt = self.seenAt, now > seenAt else { return }
        let full = self.burst * self.rate.periodMilliseconds
        // More time than fills it is worth no more: the product stays small.
        let elapsed = Swift.min(now.milliseconds(since: seenAt), full / self.rate.starts + 1)
        self.credit = Swift.min(full, self.credit + elapsed * self.rate.starts)
    }
}
