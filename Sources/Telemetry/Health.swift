internal import Synchronization

/// What `/readyz` answers: every part that must work says so itself.
package final class Health: Sendable {
    /// A part that the gateway cannot do without.
    package enum Part: String, Sendable, CaseIterable {
        /// The store takes events.
        case store
        /// The lanes run.
        case lanes
        /// Senders are let in.
        case listeners
    }

    private let states = Mutex<[Part: String?]>(
        Dictionary(uniqueKeysWithValues: Part.allCases.map { ($0, Optional("not started")) })
    )

    package init() {}

    /// Says that a part works.
    package func works(_ part: Part) { self.states.withLock { $0[part] = .some(nil) } }

    /// Says that a part does not work, and why, in a few words without secrets.
    package func fails(_ part: Part, because reason: String) { self.states.withLock { $0[part] = reason } }

    /// The parts that do not work, each with its reason; empty when the gateway is ready.
    package var troubles: [(part: Part, reason: String)] {
        self.states.withLock { states in
            Part.allCases.compactMap { part in states[part].flatMap { $0 }.map { (part, $0) } }
        }
    }
}
