internal import NIOCore
internal import Store
internal import Synchronization

/// Brings the store's results back to one event loop: one wake-up for a whole batch.
final class LoopReceiver: AcceptReceiver {
    private let eventLoop: any EventLoop
    private let clock: @Sendable () -> UInt64
    private let isOpen = Mutex(true)

    init(eventLoop: any EventLoop, clock: @escaping @Sendable () -> UInt64) {
        self.eventLoop = eventLoop
        self.clock = clock
    }

    func accepted(_ answers: [AcceptAnswer]) {
        // The lock keeps `close` from ending the loop in between: an ended loop takes no work.
        self.isOpen.withLock { isOpen in
            guard isOpen else { return }
            self.eventLoop.execute { self.deliver(answers) }
        }
    }

    /// Results that come from now on are dropped: nobody waits any more.
    func close() {
        self.isOpen.withLock { $0 = false }
    }

    private func deliver(_ answers: [AcceptAnswer]) {
        let now = self.clock()
        for answer in answers {
            // because: this receiver is given to the store only together with tickets of its own connections.
            unsafeDowncast(answer.ticket, to: ConnectionTicket.self).waiting?.answered(answer.result, at: now)
        }
    }
}
