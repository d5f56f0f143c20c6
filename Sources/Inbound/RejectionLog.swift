internal import Events

/// Keeps refused requests from filling the log: so many lines a second, and a count of the rest.
struct RejectionLog {
    private let linesPerSecond: Int
    private var secondStart: UInt64 = 0
    private var lines = 0
    private var silenced = 0

    init(linesPerSecond: Int = Limits.rejectionLinesPerSecond) {
        self.linesPerSecond = linesPerSecond
    }

    /// Asks for a line.
    ///
    /// - Parameter now: Nanoseconds of a clock that never steps back.
    /// - Returns: How many were kept back since the last line, or `nil` where this one is kept back too.
    mutating func admit(now: UInt64) -> Int? {
        if now < self.secondStart || now - self.secondStart >= 1_000_000_000 {
            self.secondStart = now
            self.lines = 0
        }
        guard self.lines < self.linesPerSecond else {
            self.silenced += 1
            return nil
        }
        self.lines += 1
        defer { self.silenced = 0 }
        return self.silenced
    }
}
