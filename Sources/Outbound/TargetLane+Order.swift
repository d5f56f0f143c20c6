import Events

// Order per key: while a delivery of a key is under way, the next ones of that key wait behind it, those of other keys
// do not. What is durable says all that is needed after a restart: followers have no record and are read again in order
// of id, and an owner that waits for a retry has one. So before the first start the keys of all retries are learnt.

extension TargetLane {
    /// How far the keys of retries on disk are known; only after a restart.
    enum Learning: Equatable {
        case done
        /// The next page is to be asked for.
        case page(after: RetryCursor)
        /// The contents of these are to be read.
        case keys([EventID], then: RetryCursor?)
        /// A page or contents are on their way.
        case asked(events: [EventID], then: RetryCursor?)
    }

    /// The next fresh delivery whose key is free; those before it whose keys are taken wait from now on.
    mutating func nextFresh(resident: inout ResidentBytes) -> FreshDelivery? {
        guard self.order != nil else { return self.fresh.isReady ? self.fresh.popFirst() : nil }
        while self.fresh.isReady, let entry = self.fresh.first {
            guard self.order?.hasRoom == true else { return nil }
            _ = self.fresh.popFirst()
            guard let key = entry.content.flatMap({ self.orderKey(of: $0) }),
                self.order?.claim(key, for: entry.event) == false
            else { return entry }
            // Its body is read again when its turn comes: one busy key must not hold everybody's memory.
            resident.give(Int(entry.weight), held: &self.residentHeld)
            self.order?.wait(for: key, OrderBook.Follower(event: entry.event, weight: entry.weight))
        }
        return nil
    }

    func orderKey(of content: EventContent) -> UInt64? { self.order == nil ? nil : self.settings.orderKey?(content) }

    /// A delivery has ended: whoever waited for its key is due.
    mutating func releaseKey(_ key: UInt64?, of event: EventID, now: Timestamp) {
        guard let key, let follower = self.order?.release(key, by: event) else { return }
        self.follow(follower, now: now)
    }

    /// A delivery has ended whose content is gone, and with it its key.
    mutating func releaseUnknownKey(of event: EventID, now: Timestamp) {
        guard let follower = self.order?.releaseAny(of: event) else { return }
        self.follow(follower, now: now)
    }

    private mutating func follow(_ follower: OrderBook.Follower, now: Timestamp) {
        self.due.append(
            DueRetry(
                WaitingRetry(
                    due: now,
                    event: follower.event,
                    firstAttemptAt: now,
                    attempts: 0,
                    weight: follower.weight
                )
            )
        )
    }

    // MARK: After a restart

    var isLearnt: Bool { if case .done = self.learning { true } else { false } }

    mutating func learningRequest() -> Request? {
        switch self.learning {
        case .done, .asked: return nil
        case .page(let after):
            self.learning = .asked(events: [], then: after)
            return .learn(after: after, limit: self.settings.loadMax)
        case .keys(let events, let then):
            self.learning = .asked(events: events, then: then)
            return .learnKeys(events)
        }
    }

    /// Takes a page of retries whose keys are not known yet.
    mutating func takeLearning(_ page: [PendingDelivery]) {
        let isLast = page.count < self.settings.loadMax
        let next =
            isLast ? nil : page.last.map { RetryCursor(due: $0.due ?? Timestamp(milliseconds: .min), event: $0.event) }
        self.learning = page.isEmpty ? .done : .keys(page.map(\.event), then: next)
    }

    /// Takes the contents of such a page.
    mutating func takeLearnedKeys(_ contents: [EventContent?]) {
        guard case .asked(let events, let then) = self.learning else { return }
        for (event, content) in zip(events, contents) {
            // A key that two retries share belongs to the one that is due first; that is only so where order is new.
            if let key = content.flatMap({ self.orderKey(of: $0) }) { _ = self.order?.claim(key, for: event) }
        }
        self.learning = then.map { .page(after: $0) } ?? .done
    }
}
