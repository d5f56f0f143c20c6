import CShims
import Events
import Glibc
import Store
import Synchronization

/// What other threads tell the egress thread, in the order in which they do.
enum DispatcherMessage: Sendable {
    case accepted([AcceptedEvent])
    case freshPage(lane: Int, [PendingDelivery])
    case retryPage(lane: Int, [PendingDelivery])
    case loadedFresh(lane: Int, [EventContent?])
    case loadedDue(lane: Int, [EventContent?])
    case learntPage(lane: Int, [PendingDelivery])
    case learntKeys(lane: Int, [EventContent?])
    /// The target is paused, or resumed without one.
    case pause(TargetPause?, of: TargetID, reply: @Sendable () -> Void)
    /// The injected clock was moved.
    case wake
    /// No new attempt; those on their way may go on until the moment (nanoseconds of the steady clock).
    case stop(until: UInt64)
}

/// Hands messages to the egress thread; the eventfd is written only while the thread sleeps.
final class DispatcherInbox: Sendable {
    private struct State {
        var messages: [DispatcherMessage] = []
        var isReaderAsleep = false

        mutating func put(_ message: DispatcherMessage) -> Bool {
            self.messages.append(message)
            defer { self.isReaderAsleep = false }
            return self.isReaderAsleep
        }

        mutating func take(into messages: inout [DispatcherMessage]) {
            self.isReaderAsleep = false
            swap(&messages, &self.messages)
        }

        /// Whether the reader may sleep now.
        mutating func fallAsleep() -> Bool {
            self.isReaderAsleep = self.messages.isEmpty
            return self.isReaderAsleep
        }
    }

    /// Readable when there is something for a reader that sleeps.
    let descriptor: Int32
    private let state = Mutex(State())

    init() throws(EgressError) {
        self.descriptor = hg_wake_create()
        guard self.descriptor >= 0 else { throw EgressError("no wake-up descriptor could be made", errno: errno) }
    }

    deinit { close(self.descriptor) }

    func put(_ message: DispatcherMessage) {
        if self.state.withLock({ $0.put(message) }) { hg_wake_send(self.descriptor) }
    }

    /// Swaps what came in for an empty array.
    func take(into messages: inout [DispatcherMessage]) {
        self.state.withLock { $0.take(into: &messages) }
    }

    /// Tells the writers that the reader sleeps, if nothing came in.
    func fallAsleep() -> Bool { self.state.withLock { $0.fallAsleep() } }
}
