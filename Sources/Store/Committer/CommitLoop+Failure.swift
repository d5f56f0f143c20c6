import Events

extension CommitLoop {
    /// Finds out what the store takes; before the thread starts, so that whoever submits then is not refused.
    func begin() {
        if self.store.readiness == .everything {
            self.queue.setAccepting(true)
        } else {
            self.settle(.recordsOnly)
        }
        self.publish(self.store.statistics)
    }

    /// The store could not do something: no events are taken until it proves that it can be written.
    func fail(_ error: StoreError) {
        self.queue.setAccepting(false)
        if self.failure?.code != error.code { self.observer?.failed(error) }
        self.failure = error
        self.mode = .failed
        self.nextTry = self.clock.monotonicNanoseconds() + self.backoff.next()
        self.refuseQueue()
    }

    func tryAgain(_ now: UInt64) {
        do throws(StoreError) {
            self.settle(try self.store.recoverFromFailure())
        } catch {
            self.fail(error)
        }
    }

    private func settle(_ readiness: StoreReadiness) {
        switch readiness {
        case .everything:
            self.mode = .everything
            self.queue.setAccepting(true)
            // Whoever hears it may submit at once.
            if self.failure != nil { self.observer?.recovered() }
            self.failure = nil
        case .recordsOnly:
            if self.failure == nil {
                let error = StoreError(
                    .full,
                    "there is no room left for the store; make room on its disk, or lower `retention`",
                    cause: "the reserve for records and deletion is in use"
                )
                self.failure = error
                self.observer?.failed(error)
            }
            self.mode = .recordsOnly
            self.nextTry = self.clock.monotonicNanoseconds() + Limits.storeRetryMillisecondsMax * 1_000_000
        }
    }

    /// What waits for a commit that will not come for a while is better tried again by its sender.
    private func refuseQueue() {
        while true {
            let work = self.queue.take(recordsAreDue: false)
            self.records += work.records
            self.pages += work.pages
            guard !work.events.isEmpty else { return }
            self.refuse(work.events, .storageUnavailable)
        }
    }
}
