/// A moment on the wall clock: milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { self.milliseconds = seconds * 1000 }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// Moves by a number of milliseconds, which may be negative.
    package func advanced(byMilliseconds offset: Int64) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds &+ offset)
    }

    /// Milliseconds from `earlier` to this moment.
    package func milliseconds(since earlier: Timestamp) -> Int64 { self.milliseconds &- earlier.milliseconds }
}
