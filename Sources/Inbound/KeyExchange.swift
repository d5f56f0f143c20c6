internal import Events
package import Signatures
internal import Synchronization

/// The one moment in which a sender may hand over the key that it will sign with (product.md §8).
///
/// A person arms it for a few minutes; the first key that comes is kept and taken, and ends it. Where there is a key
/// already nothing can arm it: whoever knows the path could else become the sender.
package final class KeyExchange: Sendable {
    /// What came of arming.
    package enum Arming: Sendable, Equatable {
        /// For so many seconds from now on.
        case armed(seconds: Int)
        /// There is a key, and it stays.
        case keyExists
    }

    /// What came of a key.
    enum Taking {
        case taken
        /// Nobody is waited for, or there is a key.
        case notArmed
        /// It could not be kept; the exchange stays armed.
        case notKept
    }

    private struct State {
        var hasKey: Bool
        /// Nanoseconds of the monotonic clock; 0 while it is not armed.
        var armedUntil: UInt64 = 0
        var verifier: Verifier?

        mutating func arm(now: UInt64) -> Arming {
            guard !self.hasKey else { return .keyExists }
            self.armedUntil = now + UInt64(Limits.keyExchangeSeconds) * 1_000_000_000
            return .armed(seconds: Limits.keyExchangeSeconds)
        }

        mutating func take(now: UInt64, _ keep: () -> Verifier?) -> Taking {
            guard !self.hasKey, now < self.armedUntil else { return .notArmed }
            guard let verifier = keep() else { return .notKept }
            self.hasKey = true
            self.armedUntil = 0
            self.verifier = verifier
            return .taken
        }
    }

    private let scheme: SignatureScheme
    private let keep: @Sendable (String) -> Bool
    private let state: Mutex<State>

    /// - Parameters:
    ///   - scheme: What the key will be used with.
    ///   - hasKey: Whether the source has a secret already.
    ///   - keep: Writes the key to where the next start finds it, and says whether it is on disk. It is called at most once
    ///     with success, on an event loop: a person waits for it, and a few milliseconds cost nobody else.
    package init(scheme: SignatureScheme, hasKey: Bool, keep: @escaping @Sendable (String) -> Bool) {
        self.scheme = scheme
        self.keep = keep
        self.state = Mutex(State(hasKey: hasKey))
    }

    /// Lets the next key in, from `now` on, in nanoseconds of the monotonic clock.
    package func arm(now: UInt64) -> Arming { self.state.withLock { $0.arm(now: now) } }

    /// What proves requests since a key was taken.
    var verifier: Verifier? { self.state.withLock { $0.verifier } }

    /// Takes a key, on disk first.
    func take(_ key: String, now: UInt64) -> Taking {
        self.state.withLock { state in
            state.take(now: now) {
                guard let secret = try? SecretKey(text: key, decoding: self.scheme.keyDecoding),
                    let verifier = try? Verifier(scheme: self.scheme, secrets: [secret]), self.keep(key)
                else { return nil }
                return verifier
            }
        }
    }
}
