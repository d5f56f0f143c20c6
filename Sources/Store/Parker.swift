import CShims

/// Lets one thread sleep until another wants it.
///
/// A wake-up that comes before the sleep is kept, so that none is lost.
package final class Parker: @unchecked Sendable {  // because: the word is only touched by the atomics of store_shims.c
    private let word: UnsafeMutablePointer<UInt32>

    package init() {
        self.word = .allocate(capacity: 1)
        self.word.initialize(to: 0)
    }

    deinit { self.word.deallocate() }

    /// Sleeps until ``unpark()``, or for so many nanoseconds; `nil` is for ever.
    ///
    /// One thread only.
    package func park(nanoseconds: UInt64?) {
        hg_park(self.word, nanoseconds.map { Int64(clamping: $0) } ?? -1)
    }

    /// Wakes the sleeper; costs no system call while it is awake.
    package func unpark() { hg_unpark(self.word) }
}
