internal import Events
internal import Store
internal import Synchronization

/// Waits for the store's answer to one replayed rejection; ticket and receiver in one, because it is a single request.
final class ReplayTicket: AcceptTicket, AcceptReceiver {
    private let done: Mutex<(@Sendable (AcceptResult) -> Void)?>

    /// - Parameter done: Called once, from the committer's thread.
    init(_ done: @escaping @Sendable (AcceptResult) -> Void) { self.done = Mutex(done) }

    func accepted(_ answers: [AcceptAnswer]) {
        for answer in answers where answer.ticket === self { self.finish(answer.result) }
    }

    func finish(_ result: AcceptResult) {
        let done = self.done.withLock { done in
            defer { done = nil }
            return done
        }
        done?(result)
    }
}
