import Events

extension TargetLane {
    var waitingMax: Int { Swift.max(2, self.settings.entriesMax / 2) }
    /// Due retries that are made ready at once.
    private var dueMax: Int { Swift.max(self.settings.concurrency, self.settings.loadMax) }
    /// Records during one page above which the page is not worth having.
    private var notedMax: Int { 4 * self.settings.pageMax }

    /// When a waiting retry can next be made ready, or the gate can open; `nil` where only another event can change that.
    var wakeAt: Timestamp? {
        let retry = self.due.count < self.dueMax ? self.waiting.first?.due : nil
        guard let gate = self.gateWake else { return retry }
        return retry.map { Swift.min($0, gate) } ?? gate
    }

    /// Takes the retries whose moment has come out of the heap.
    ///
    /// A moment farther away than the policy can put it was made by a clock that has stepped back since: it has come, too.
    /// Otherwise an hour in a false year would hold such a delivery for a year.
    mutating func promote(now: Timestamp) {
        let farthest = now.advanced(byMilliseconds: self.settings.machine.policy.longestWaitMilliseconds)
        while self.due.count < self.dueMax, let first = self.waiting.first, first.due <= now || first.due > farthest {
            _ = self.waiting.popFirst()
            self.due.append(DueRetry(first))
        }
    }

    /// Takes contents that ``Request/loadDue(_:)`` asked for.
    mutating func takeDueContents(_ contents: [EventContent?], resident: inout ResidentBytes) {
        self.due.loaded(contents, resident: &resident, held: &self.residentHeld)
    }

    /// Keeps a retry: in the heap up to the horizon, on disk behind it.
    mutating func keep(_ retry: WaitingRetry) {
        self.noteRecord(retry.event)
        guard retry.cursor <= self.horizon else {
            if self.isRetryPageAsked, !self.isRetryPageVoid { self.waitingSinceRetryPage.append(retry) }
            return
        }
        self.waiting.insert(retry)
        if self.waiting.count > self.waitingMax { self.lowerHorizon() }
    }

    /// Remembers that what a page on its way says of this delivery may be old.
    mutating func noteRecord(_ event: EventID) {
        guard self.isRetryPageAsked, !self.isRetryPageVoid else { return }
        self.recordedSinceRetryPage.append(event)
        if self.recordedSinceRetryPage.count > self.notedMax { self.voidRetryPage() }
    }

    /// Asks for the next page when the heap runs low.
    mutating func retryPageRequest() -> Request? {
        guard self.horizon < .end, !self.isRetryPageAsked else { return nil }
        guard self.waiting.count <= Swift.min(self.settings.pageMax, self.waitingMax / 2) else { return nil }
        self.isRetryPageAsked = true
        return .retries(after: self.horizon, limit: self.settings.pageMax)
    }

    /// Takes a page of retries from disk; one that is not full was the last.
    mutating func takeRetryPage(_ page: [PendingDelivery]) {
        precondition(self.isRetryPageAsked, "a page came that nobody asked for")
        let recorded = self.recordedSinceRetryPage
        let waiting = self.waitingSinceRetryPage
        let isVoid = self.isRetryPageVoid
        self.isRetryPageAsked = false
        self.isRetryPageVoid = false
        self.recordedSinceRetryPage.removeAll()
        self.waitingSinceRetryPage.removeAll()
        guard !isVoid else { return }
        var known = Set(recorded)
        self.due.forEachEvent { known.insert($0) }
        for case .some(let flight) in self.flights { known.insert(flight.event) }
        if page.count < self.settings.pageMax {
            self.horizon = .end
        } else if let last = page.last {
            self.horizon = last.retryCursor
        }
        for delivery in page where !known.contains(delivery.event) {
            self.waiting.insert(WaitingRetry(delivery))
        }
        for retry in waiting where retry.cursor <= self.horizon {
            self.waiting.insert(retry)
        }
        if self.waiting.count > self.waitingMax { self.lowerHorizon() }
    }

    private mutating func lowerHorizon() {
        self.horizon = self.waiting.dropLaterHalf()
        if self.isRetryPageAsked { self.voidRetryPage() }
    }

    /// The page on its way no longer joins what is in memory: it is dropped when it comes and asked for again.
    private mutating func voidRetryPage() {
        self.isRetryPageVoid = true
        self.recordedSinceRetryPage.removeAll()
        self.waitingSinceRetryPage.removeAll()
    }
}

extension PendingDelivery {
    /// Its place among the retries; one without a moment is due at once.
    fileprivate var retryCursor: RetryCursor {
        RetryCursor(due: self.due ?? Timestamp(milliseconds: .min), event: self.event)
    }
}

extension WaitingRetry {
    fileprivate init(_ delivery: PendingDelivery) {
        self.init(
            due: delivery.due ?? Timestamp(milliseconds: .min),
            event: delivery.event,
            firstAttemptAt: delivery.firstAttemptAt ?? delivery.due ?? delivery.receivedAt,
            attempts: Int32(clamping: delivery.attempts),
            weight: Int32(clamping: delivery.weight)
        )
    }
}
