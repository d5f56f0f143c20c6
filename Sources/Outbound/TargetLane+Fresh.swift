import Events

extension TargetLane {
    /// Takes an event that the store has made durable.
    ///
    /// - Returns: A record where the backlog's cap leaves no room for it.
    mutating func accept(
        _ event: EventID,
        content: EventContent,
        now: Timestamp,
        resident: inout ResidentBytes
    ) -> DeliveryRecord? {
        let weight = content.weight
        guard self.backlogBytes + Int64(weight) <= self.settings.backlogBytesMax else {
            // The page on its way may still show it.
            if self.isFreshPageAsked { self.endedSinceFreshPage.append(event) }
            return DeliveryRecord(
                event: event,
                target: self.settings.target,
                state: .dead(.overflow),
                attempts: 0,
                firstAttemptAt: nil,
                at: now,
                detail: "the target's backlog is full (\(self.settings.backlogBytesMax) bytes)"
            )
        }
        self.backlogCount += 1
        self.backlogBytes += Int64(weight)
        guard self.spilledAfter == nil else { return nil }
        if self.fresh.count >= self.freshMax {
            // Not empty, because freshMax is at least 1.
            self.spilledAfter = self.fresh.last?.event ?? .zero
            return nil
        }
        let isHeld = resident.take(weight, held: &self.residentHeld)
        self.fresh.append(FreshDelivery(event: event, content: isHeld ? content : nil, weight: weight))
        return nil
    }

    /// Takes a page of fresh deliveries from disk; one that is not full was the last.
    mutating func takeFreshPage(_ page: [PendingDelivery]) {
        precondition(self.isFreshPageAsked, "a page came that nobody asked for")
        self.isFreshPageAsked = false
        let ended = Set(self.endedSinceFreshPage)
        self.endedSinceFreshPage.removeAll()
        for delivery in page where !ended.contains(delivery.event) {
            self.fresh.append(FreshDelivery(event: delivery.event, content: nil, weight: delivery.weight))
        }
        self.spilledAfter = page.count < self.settings.pageMax ? nil : page.last?.event
    }

    /// Takes contents that ``Request/loadFresh(_:)`` asked for.
    mutating func takeFreshContents(_ contents: [EventContent?], resident: inout ResidentBytes) {
        self.fresh.loaded(contents, resident: &resident, held: &self.residentHeld)
    }

    /// Asks for the next page when what is in memory runs low.
    mutating func freshPageRequest() -> Request? {
        guard let after = self.spilledAfter, !self.isFreshPageAsked else { return nil }
        guard self.fresh.count <= self.lowWater else { return nil }
        self.isFreshPageAsked = true
        return .fresh(after: after, limit: self.settings.pageMax)
    }

    /// Whether the backlog has just passed 80 % of its cap; says so once, and again after it had fallen below 60 %.
    mutating func crossesWarningLevel() -> Bool {
        let part = Double(self.backlogBytes) / Double(Swift.max(1, self.settings.backlogBytesMax))
        if part < 0.6 { self.isWarned = false }
        guard part >= 0.8, !self.isWarned else { return false }
        self.isWarned = true
        return true
    }

    /// When the oldest delivery that could start now became due; `nil` without one.
    func oldestDue(now: Timestamp) -> Timestamp? {
        let fresh = self.fresh.first.map { Swift.min($0.content?.receivedAt ?? $0.event.time, now) }
        let retry = self.due.first?.retry.due ?? self.waiting.first?.due
        switch (fresh, retry.flatMap { $0 <= now ? $0 : nil }) {
        case (nil, let due): return due
        case (let due, nil): return due
        case (let left?, let right?): return Swift.min(left, right)
        }
    }

    var freshMax: Int { Swift.max(1, self.settings.entriesMax / 2) }
    /// Below this many entries the next page is asked for: it must be there before they are used up.
    var lowWater: Int { Swift.min(self.settings.pageMax, self.freshMax / 2) }
}
