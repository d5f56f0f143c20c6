import Events

/// Whether a lane may start a request now, as a value: pause, rest, breaker and rate, asked in this order.
///
/// ``isCalm`` says in one test that none of them has anything to say: that is how a target without trouble pays nothing.
struct LaneGate {
    enum Verdict: Equatable {
        /// A request may start.
        case open
        /// One request may start, to find out whether the target is back.
        case probe
        /// None may. `until` is when that can change by itself; held deliveries do not use up their retries' time.
        case closed(until: Timestamp?, isHeld: Bool)
    }

    /// What an outcome means for its own delivery.
    enum Consequence: Equatable {
        /// It counts.
        case counts
        /// It says something about the target, not about the delivery, which goes back unharmed.
        case held(because: String)
    }

    /// Requests at once.
    private(set) var startsMax: Int
    /// Whether every request may start and every 2xx changes nothing.
    private(set) var isCalm: Bool
    /// When deliveries were last held.
    private(set) var heldAt: Timestamp?
    private(set) var pause: TargetPause?
    private var pressure: LanePressure
    private var breaker: CircuitBreaker?
    private var bucket: TokenBucket?
    /// What opened the breaker, for people.
    private var openedBecause = ""

    init(concurrency: Int, rate: StartRate?, breaker: CircuitBreaker.Settings?) {
        self.startsMax = concurrency
        self.isCalm = rate == nil
        self.pressure = LanePressure(concurrency: concurrency)
        self.bucket = rate.map { TokenBucket($0) }
        self.breaker = breaker.map { CircuitBreaker($0) }
    }

    // MARK: Starts

    /// Whether a request may start now; ``started(isProbe:now:)`` tells that one was.
    mutating func verdict(now: Timestamp) -> Verdict {
        if self.pause != nil { return self.hold(until: nil, now: now) }
        if let until = self.pressure.restingUntil(now: now) { return self.hold(until: until, now: now) }
        let permission = self.breaker?.permission(now: now) ?? .free
        if case .held(let until) = permission { return self.hold(until: until, now: now) }
        if let next = self.bucket?.nextStart(now: now), next > now { return .closed(until: next, isHeld: false) }
        return permission == .probe ? .probe : .open
    }

    private mutating func hold(until: Timestamp?, now: Timestamp) -> Verdict {
        self.heldAt = now
        return .closed(until: until, isHeld: true)
    }

    mutating func started(isProbe: Bool, now: Timestamp) {
        _ = self.bucket?.take(now: now)
        if isProbe { self.breaker?.probeStarted() }
    }

    // MARK: Ends

    /// Hears what a request came to.
    ///
    /// - Parameters:
    ///   - outcome: What it came to.
    ///   - isProbe: Whether it was started as a probe.
    ///   - inFlight: Requests of the lane that are still on their way.
    ///   - now: When that was known.
    /// - Returns: Whether the attempt counts for its own delivery.
    mutating func finished(
        _ outcome: AttemptOutcome,
        isProbe: Bool,
        inFlight: Int,
        now: Timestamp
    ) -> Consequence {
        defer { self.settle() }
        switch outcome.verdictOnTarget {
        case .took:
            self.pressure.succeeded()
            self.heardFrom(now: now)
            return .counts
        case .gone:
            self.pressure.ended()
            if isProbe { self.breaker?.probeAbandoned(now: now) }
            if self.pause == nil { self.pause = TargetPause(cause: .gone, since: now) }
            return .held(because: "answered 410, so the target is paused and this delivery is held")
        case .busy:
            self.throttle(outcome, inFlight: inFlight, now: now)
            self.heardFrom(now: now)
            return .counts
        case .answered:
            self.pressure.ended()
            self.heardFrom(now: now)
            return .counts
        case .broken(let isTooMuch):
            if isTooMuch {
                self.throttle(outcome, inFlight: inFlight, now: now)
            } else {
                self.pressure.ended()
            }
            return self.failed(outcome, isProbe: isProbe, now: now)
        case .unknown:
            self.pressure.ended()
            if isProbe { self.breaker?.probeAbandoned(now: now) }
            return .counts
        }
    }

    /// A request that was started could not be made.
    mutating func abandoned(isProbe: Bool, now: Timestamp) {
        self.pressure.ended()
        if isProbe { self.breaker?.probeAbandoned(now: now) }
        self.settle()
    }

    private mutating func throttle(_ outcome: AttemptOutcome, inFlight: Int, now: Timestamp) {
        self.pressure.throttled(
            retryAfterMilliseconds: outcome.retryAfterMilliseconds,
            inFlight: inFlight,
            now: now
        )
    }

    private mutating func heardFrom(now: Timestamp) {
        guard self.breaker?.answered() == true else { return }
        self.heldAt = now
        self.pressure.beginSlowly()
    }

    private mutating func failed(_ outcome: AttemptOutcome, isProbe: Bool, now: Timestamp) -> Consequence {
        let why = outcome.status == 0 ? outcome.error?.rawValue ?? "no answer" : "status \(outcome.status)"
        if self.breaker?.failed(isProbe: isProbe, now: now) == true {
            self.openedBecause =
                "\(self.breaker?.settings.failures ?? 0) failures one after the other, the last: \(why)"
        }
        guard isProbe else { return .counts }
        return .held(because: "sent as a probe while the breaker was open (\(why)); not counted as an attempt")
    }

    // MARK: Pause

    mutating func pause(_ pause: TargetPause) {
        self.pause = pause
        self.settle()
    }

    mutating func resume(now: Timestamp) {
        guard self.pause != nil else { return }
        self.pause = nil
        self.heldAt = now
        self.settle()
    }

    private mutating func settle() {
        self.startsMax = self.pressure.startsMax
        self.isCalm =
            self.bucket == nil && self.pause == nil && self.breaker?.isCalm ?? true && self.pressure.isCalm
    }

    // MARK: For people

    var condition: LaneCondition {
        if self.pause != nil { return .paused }
        if let breaker = self.breaker, !breaker.isClosed { return .open }
        return self.pressure.isCalm ? .active : .slowed
    }

    /// Why it is in this condition; empty while it is active.
    var reason: String {
        switch self.condition {
        case .active: ""
        case .slowed: "answered 429 or 503"
        case .open: self.openedBecause
        case .paused: self.pause?.cause.reason ?? ""
        }
    }
}

extension AttemptOutcome {
    enum VerdictOnTarget: Equatable {
        /// 2xx.
        case took
        /// 410.
        case gone
        /// 429.
        case busy
        /// Any other answer that is no 5xx: it is there, and does not want this request.
        case answered
        /// A 5xx or no answer; 503 says that it is too much as well.
        case broken(isTooMuch: Bool)
        /// The fault was ours.
        case unknown
    }

    /// What an attempt says about the target, apart from the delivery.
    fileprivate var verdictOnTarget: VerdictOnTarget {
        guard let error = self.error else { return .took }
        switch self.status {
        case 410: return .gone
        case 429: return .busy
        case 503: return .broken(isTooMuch: true)
        case 500...: return .broken(isTooMuch: false)
        case 1...: return .answered
        default: return error == .internal ? .unknown : .broken(isTooMuch: false)
        }
    }
}
