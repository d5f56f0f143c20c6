import Events

/// What housekeeping remembers from one piece to the next.
///
/// Moments are nanoseconds of the steady clock.
struct Housekeeping {
    /// When the marks are written next.
    private var marksAt: UInt64 = 0
    /// When retention looks again after it found nothing.
    private var purgeAt: UInt64 = 0
    /// When dead letters and orphans are looked through next.
    private var deadAt: UInt64 = 0
    /// When room for the reserve is looked for next.
    private var reserveAt: UInt64 = 0
    /// Where the look through the dead letters stands: the targets that are left, and the last id seen.
    var deadTargets: [TargetID] = []
    var deadAfter: EventID = .zero
    /// Where the look for an expired event behind future-stamped ones stands.
    var lookAhead: EventID = .zero
    /// Events up to it go whatever their time says, because a later one is expired.
    var expiredThrough: EventID = .zero
    /// Shrinks of the window that were told.
    var toldShrinks = 0
    var isOpenEventTold = false

    private static let second: UInt64 = 1_000_000_000

    func areMarksDue(_ now: UInt64) -> Bool { now >= self.marksAt }
    mutating func marksWritten(_ now: UInt64) { self.marksAt = now + UInt64(Limits.marksMilliseconds) * 1_000_000 }

    func isPurgeDue(_ now: UInt64) -> Bool { now >= self.purgeAt }
    mutating func purgeFoundNothing(_ now: UInt64) { self.purgeAt = now + Self.second }

    func isDeadDue(_ now: UInt64) -> Bool { now >= self.deadAt }
    mutating func deadLookedThrough(_ now: UInt64) { self.deadAt = now + 60 * Self.second }

    func isReserveDue(_ now: UInt64) -> Bool { now >= self.reserveAt }
    mutating func reserveLookedFor(_ now: UInt64) { self.reserveAt = now + Self.second }
}
