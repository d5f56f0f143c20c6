import Events

extension CommitLoop {
    /// Commits, hands over, answers; where that fails, refuses the events.
    ///
    /// - Returns: Whether it was committed.
    func commit(_ events: [NewEvent], _ records: [DeliveryRecord]) -> Bool {
        let begun = self.clock.monotonicNanoseconds()
        let results: [AcceptResult]
        do throws(StoreError) {
            results = try self.store.commit(events: events, records: records)
        } catch {
            self.refuse(events, .storageUnavailable)
            self.fail(error)
            return false
        }
        let nanoseconds = self.clock.monotonicNanoseconds() - begun
        if !events.isEmpty { self.backoff.reset() }
        let stored = self.handOver(events, results)
        self.answer(events, results)
        let duplicates = results.reduce(0) { if case .duplicate = $1 { $0 + 1 } else { $0 } }
        self.observer?.committed(
            events: stored,
            duplicates: duplicates,
            records: records.count,
            nanoseconds: nanoseconds
        )
        return true
    }

    /// Gives what was stored to the sink.
    ///
    /// - Returns: How many were stored, with and without targets.
    private func handOver(_ events: [NewEvent], _ results: [AcceptResult]) -> Int {
        var stored = 0
        var accepted: [AcceptedEvent] = []
        accepted.reserveCapacity(events.count)
        for (event, result) in zip(events, results) {
            guard case .stored(let id) = result else { continue }
            stored += 1
            guard !event.targets.isEmpty else { continue }
            accepted.append(AcceptedEvent(id: id, content: event.content, targets: event.targets))
        }
        if !accepted.isEmpty { self.sink.accepted(accepted) }
        return stored
    }

    /// Answers, one call per receiver; there are as many as event loops.
    private func answer(_ events: [NewEvent], _ results: [AcceptResult]) {
        guard let first = events.first?.receiver else { return }
        var answers: [AcceptAnswer] = []
        answers.reserveCapacity(events.count)
        var others: [any AcceptReceiver] = []
        for (event, result) in zip(events, results) {
            if event.receiver === first {
                answers.append(AcceptAnswer(ticket: event.ticket, result: result))
            } else if !others.contains(where: { $0 === event.receiver }) {
                others.append(event.receiver)
            }
        }
        first.accepted(answers)
        for receiver in others {
            receiver.accepted(
                zip(events, results)
                    .filter { $0.0.receiver === receiver }
                    .map { AcceptAnswer(ticket: $0.0.ticket, result: $0.1) }
            )
        }
    }

    func refuse(_ events: [NewEvent], _ cause: RejectionCause) {
        self.answer(events, Array(repeating: .refused(cause), count: events.count))
    }
}
