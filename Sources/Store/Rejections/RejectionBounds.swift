import Events

/// How many rejections are kept, and for how long.
package struct RejectionBounds: Sendable {
    package var count: Int
    /// Bytes of all of them.
    package var bytes: Int
    package var milliseconds: Int64

    package init(
        count: Int = Limits.rejectionsKeptMax,
        bytes: Int = Limits.rejectionsKeptBytesMax,
        milliseconds: Int64 = Limits.rejectionRetentionMilliseconds
    ) {
        precondition(count > 0 && bytes > 0 && milliseconds > 0, "a bound needs room")
        self.count = count
        self.bytes = bytes
        self.milliseconds = milliseconds
    }
}
