/// When a delivery that failed is tried again (product.md §3).
///
/// The delay after attempt n is `delay` · 2ⁿ⁻¹ for ``Backoff/exponential``, `delay` for ``Backoff/fixed`` and the n-th entry
/// for ``Backoff/list(_:)`` (its last entry repeats). Jitter is applied last, so that a delay at its maximum spreads too.
package struct RetryPolicy: Sendable, Equatable {
    /// How the delay grows from one attempt to the next.
    package enum Backoff: Sendable, Equatable {
        case exponential
        case fixed
        /// Milliseconds after the first, second, … attempt; never empty, none negative.
        case list([Int64])
    }

    /// All requests of a delivery, the first included; 1 to ``Limits/attemptsMax``, or `nil` where only the age ends it.
    package var attempts: Int?
    package var backoff: Backoff
    /// Milliseconds before the first retry; unused by ``Backoff/list(_:)``.
    package var delayMilliseconds: Int64
    /// Milliseconds that a delay grows to at most, before jitter; unused by ``Backoff/list(_:)``.
    package var maxDelayMilliseconds: Int64
    /// Part of the delay that chance adds or takes away: 0 to 1.
    package var jitter: Double
    /// Milliseconds from the delivery's own first attempt; a retry that would be due later is not made.
    package var maxAgeMilliseconds: Int64

    /// The default: 10 s, doubling to 10 min, ±20 %, for 24 h.
    package init(
        attempts: Int? = nil,
        backoff: Backoff = .exponential,
        delayMilliseconds: Int64 = Limits.retryDelayMillisecondsDefault,
        maxDelayMilliseconds: Int64 = Limits.retryDelayMillisecondsMaxDefault,
        jitter: Double = 0.2,
        maxAgeMilliseconds: Int64 = Limits.retryAgeMillisecondsMaxDefault
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.delayMilliseconds = delayMilliseconds
        self.maxDelayMilliseconds = maxDelayMilliseconds
        self.jitter = jitter
        self.maxAgeMilliseconds = maxAgeMilliseconds
    }

    /// Milliseconds between the end of an attempt and the next one, jitter included; never negative.
    ///
    /// - Parameters:
    ///   - attempt: Requests made so far, at least 1.
    ///   - generator: Where chance comes from.
    /// - Returns: `nil` where the policy allows no further attempt by its count. The age is the caller's to judge.
    package func delay(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Int64? {
        precondition(attempt >= 1, "a delay follows an attempt")
        if let attempts = self.attempts, attempt >= attempts { return nil }
        let base = self.plainDelay(afterAttempt: attempt)
        guard self.jitter > 0, base > 0 else { return base }
        let spread = Double(base) * Swift.min(self.jitter, 1)
        return Swift.max(0, base + Int64(Double.random(in: -spread...spread, using: &generator)))
    }

    /// Milliseconds that no retry can be away, if the clock has told the truth: the policy's longest delay with all its
    /// jitter, or the longest `Retry-After` that is honoured.
    package var longestWaitMilliseconds: Int64 {
        let longest =
            switch self.backoff {
            case .fixed: self.delayMilliseconds
            case .exponential: self.maxDelayMilliseconds
            case .list(let delays): delays.max() ?? 0
            }
        return Swift.max(2 * longest, Limits.retryAfterMillisecondsMax)
    }

    private func plainDelay(afterAttempt attempt: Int) -> Int64 {
        switch self.backoff {
        case .fixed:
            return Swift.min(self.delayMilliseconds, self.maxDelayMilliseconds)
        case .exponential:
            // A shift of 40 bits turns one millisecond into 34 years: no policy grows further.
            let (grown, overflow) = self.delayMilliseconds.multipliedReportingOverflow(
                by: 1 << Int64(Swift.min(attempt - 1, 40))
            )
            return overflow ? self.maxDelayMilliseconds : Swift.min(grown, self.maxDelayMilliseconds)
        case .list(let delays):
            guard let last = delays.last else { return self.delayMilliseconds }
            return attempt <= delays.count ? delays[attempt - 1] : last
        }
    }
}
