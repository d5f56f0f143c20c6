import Events

// How a lane behaves while its target is slow, down or paused: deliveries stay where they are and are asked for again
// when the gate opens. They are neither failed nor counted, and the time of their retries stands still; only `max_age`
// goes on, so that one stuck target cannot stop retention for all.

extension TargetLane {
    /// The next start where the gate has a say in it.
    mutating func nextThroughGate(now: Timestamp, resident: inout ResidentBytes) -> Step {
        switch self.gate.verdict(now: now) {
        case .open: return self.startNext(isProbe: false, now: now, resident: &resident)
        case .probe: return self.startNext(isProbe: true, now: now, resident: &resident)
        case .closed(let until, let isHeld):
            if isHeld, let record = self.endOfHeld(now: now, resident: &resident) { return record }
            self.gateWake = self.due.isReady || self.fresh.isReady ? self.earlier(until, self.expiryOfHeld) : nil
            return .wait
        }
    }

    /// Tells the gate what an attempt came to.
    ///
    /// - Returns: Why the attempt does not count, or `nil` where it does.
    mutating func passGate(_ flight: Flight, outcome: AttemptOutcome, now: Timestamp) -> String? {
        if outcome.isSuccess, self.gate.isCalm { return nil }
        let consequence = self.gate.finished(
            outcome,
            isProbe: flight.isProbe,
            inFlight: self.inFlightCount,
            now: now
        )
        guard case .held(let detail) = consequence else { return nil }
        return detail
    }

    /// Puts a delivery back behind the others that are due: as often tried as before, and due at once.
    ///
    /// Behind them, because the one in front may be what the target cannot take: another must be the next probe.
    mutating func hold(_ flight: Flight, outcome: AttemptOutcome, detail: String, now: Timestamp) -> DeliveryRecord {
        let attempts = flight.attempt - 1
        self.keep(
            WaitingRetry(
                due: now,
                event: flight.event,
                firstAttemptAt: flight.firstAttemptAt,
                attempts: attempts,
                weight: flight.weight
            )
        )
        var record = self.record(flight, .retrying(due: now), outcome: outcome, now: now)
        record.attempts = Int(attempts)
        if attempts == 0 { record.firstAttemptAt = nil }
        // Without an error it is no row of the delivery's history: that lists attempts.
        record.error = nil
        record.response = nil
        record.detail = detail
        return record
    }

    /// When a retry's first attempt counts as made: the time for which it was held does not use up its age.
    func budgetStart(of retry: WaitingRetry, now: Timestamp) -> Timestamp {
        guard let heldAt = self.gate.heldAt, heldAt >= retry.due, retry.due < now else { return retry.firstAttemptAt }
        let held = Swift.max(0, now.milliseconds(since: retry.due))
        return Swift.max(retry.firstAttemptAt, Swift.min(now, retry.firstAttemptAt.advanced(byMilliseconds: held)))
    }

    func isExpired(_ content: EventContent, now: Timestamp) -> Bool {
        now.milliseconds(since: content.receivedAt) > self.settings.maxAgeMilliseconds
    }

    /// Ends a held delivery whose time is over, or which no longer exists.
    private mutating func endOfHeld(now: Timestamp, resident: inout ResidentBytes) -> Step? {
        if self.due.isReady, self.isOver(self.due.first?.content, now: now), let entry = self.due.popFirst() {
            return self.begin(entry, isProbe: false, now: now, resident: &resident)
        }
        if self.fresh.isReady, self.isOver(self.fresh.first?.content, now: now), let entry = self.fresh.popFirst() {
            return self.begin(entry, isProbe: false, now: now, resident: &resident)
        }
        return nil
    }

    private func isOver(_ content: EventContent?, now: Timestamp) -> Bool {
        content.map { self.isExpired($0, now: now) } ?? true
    }

    /// When the first of the held deliveries will have waited too long.
    private var expiryOfHeld: Timestamp? {
        let contents = [self.due.first?.content, self.fresh.first?.content].compactMap { $0 }
        return contents.compactMap { content -> Timestamp? in
            let (moment, isNever) = content.receivedAt.milliseconds.addingReportingOverflow(
                self.settings.maxAgeMilliseconds
            )
            return isNever || moment == .max ? nil : Timestamp(milliseconds: moment + 1)
        }.min()
    }

    private func earlier(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
        guard let left, let right else { return left ?? right }
        return Swift.min(left, right)
    }
}
