package import Events
import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: GatewayClock {
    private struct State {
        var now: Timestamp
        var monotonic: UInt64
    }

    private let state: Mutex<State>

    /// - Parameter start: Where the wall clock stands; 2026-01-01T00:00:00Z by default.
    package init(start: Timestamp = Timestamp(seconds: 1_767_225_600)) {
        self.state = Mutex(State(now: start, monotonic: 1_000_000_000))
    }

    package func now() -> Timestamp { self.state.withLock { $0.now } }
    package func monotonicNanoseconds() -> UInt64 { self.state.withLock { $0.monotonic } }

    /// Moves both clocks forward.
    package func advance(byMilliseconds milliseconds: Int64) {
        precondition(milliseconds >= 0, "time goes forward; set(_:) lets the wall clock jump")
        self.state.withLock { state in
            state.now = state.now.advanced(byMilliseconds: milliseconds)
            state.monotonic += UInt64(milliseconds) * 1_000_000
        }
    }

    /// Lets the wall clock jump, in either direction; the steady clock stays.
    package func set(_ now: Timestamp) { self.state.withLock { $0.now = now } }
}
