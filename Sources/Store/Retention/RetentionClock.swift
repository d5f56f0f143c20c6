import Events

/// Tells what time it is for deleting: a wall clock that jumps ahead must not age everything at once.
///
/// The steady clock explains how far the wall clock may have come since the last look, and the mark that the store keeps
/// does so across a restart. A jump of more than a day beyond that suspends deleting for an hour of uptime: time to set
/// the clock right. If it still stands there then, it is believed. Backward steps are believed at once: they delete
/// nothing.
struct RetentionClock: Sendable {
    /// What a look at the clocks came to.
    enum Reading: Sendable, Equatable {
        /// Delete by this time.
        case trusted(Timestamp)
        /// Delete nothing now; the time that would be believed.
        case suspended(explained: Timestamp)
    }

    private var wall: Timestamp
    private var monotonic: UInt64
    /// Until when, on the steady clock, a jump is doubted.
    private var suspendedUntil: UInt64?
    /// What an operator should hear; taken by ``takeNotice()``.
    private var notice: String?

    /// - Parameters:
    ///   - lastSeen: The last trusted time that the store kept, or `nil` for a new store.
    ///   - wall: Now, by the wall clock.
    ///   - monotonic: Now, in nanoseconds of the steady clock.
    init(lastSeen: Timestamp?, wall: Timestamp, monotonic: UInt64) {
        self.wall = lastSeen ?? wall
        self.monotonic = monotonic
        _ = self.read(wall: wall, monotonic: monotonic)
    }

    mutating func read(wall: Timestamp, monotonic: UInt64) -> Reading {
        let elapsed = monotonic >= self.monotonic ? Int64((monotonic - self.monotonic) / 1_000_000) : 0
        let explained = self.wall.advanced(byMilliseconds: elapsed)
        let ahead = wall.milliseconds(since: explained)
        guard ahead > Limits.clockJumpMillisecondsMax else {
            if self.suspendedUntil != nil { self.notice = "the clock is back; deleting goes on" }
            return self.trust(wall, monotonic)
        }
        guard let until = self.suspendedUntil else {
            self.suspendedUntil = monotonic + Limits.clockJumpSuspensionSeconds * 1_000_000_000
            self.notice =
                "the clock is \(ahead / 3_600_000) h ahead of what the time since the last look explains; "
                + "nothing is deleted for an hour, so that it can be set right"
            return .suspended(explained: explained)
        }
        guard monotonic >= until else { return .suspended(explained: explained) }
        self.notice = "the clock stayed ahead for an hour and is believed now; deleting goes on"
        return self.trust(wall, monotonic)
    }

    /// What happened since the last call that an operator should know.
    mutating func takeNotice() -> String? {
        defer { self.notice = nil }
        return self.notice
    }

    private mutating func trust(_ wall: Timestamp, _ monotonic: UInt64) -> Reading {
        self.wall = wall
        self.monotonic = monotonic
        self.suspendedUntil = nil
        return .trusted(wall)
    }
}
