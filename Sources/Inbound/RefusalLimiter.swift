internal import Events

/// Counts the requests of every peer that did not verify, so that guessing and noise stay cheap.
///
/// One token bucket per peer: ``Limits/refusalsPerPeerBurst`` at once, ``Limits/refusalsPerPeerPerSecond`` for ever. Only
/// refused requests ask; a request that verifies is never counted, so a stranger cannot shut a sender out, not even one
/// behind the same address.
///
/// The table is bounded by two generations: when the newer one is full it becomes the older one, and what the older one
/// held is forgotten. A peer that goes on is moved over, so the ones that were quiet for longest are forgotten first.
struct RefusalLimiter {
    enum Verdict: Equatable {
        /// Tell it what was wrong.
        case refuse
        /// Tell it to slow down.
        case slowDown
    }

    private struct Bucket {
        /// Billionths of a refusal that are left.
        var credit: UInt64
        var at: UInt64
    }

    private static let unit: UInt64 = 1_000_000_000

    private let burst: UInt64
    private let perSecond: UInt64
    private let generationMax: Int
    private var newer: [PeerAddress: Bucket] = [:]
    private var older: [PeerAddress: Bucket] = [:]

    init(
        burst: Int = Limits.refusalsPerPeerBurst,
        perSecond: Int = Limits.refusalsPerPeerPerSecond,
        peersMax: Int = Limits.refusingPeersMax
    ) {
        precondition(burst > 0 && perSecond > 0 && peersMax > 1, "a limit needs room")
        self.burst = UInt64(burst)
        self.perSecond = UInt64(perSecond)
        self.generationMax = peersMax / 2
    }

    /// Peers that are remembered.
    var count: Int { self.newer.count + self.older.count }

    /// Counts one refused request.
    ///
    /// - Parameters:
    ///   - peer: Who made it.
    ///   - now: Nanoseconds of a clock that never steps back.
    /// - Returns: What to tell the peer.
    mutating func refuse(_ peer: PeerAddress, now: UInt64) -> Verdict {
        var bucket = self.bucket(of: peer, now: now)
        defer { self.newer[peer] = bucket }
        guard bucket.credit >= Self.unit else { return .slowDown }
        bucket.credit -= Self.unit
        return .refuse
    }

    private mutating func bucket(of peer: PeerAddress, now: UInt64) -> Bucket {
        let full = self.burst * Self.unit
        guard var bucket = self.newer[peer] ?? self.older.removeValue(forKey: peer) else {
            self.makeRoom()
            return Bucket(credit: full, at: now)
        }
        if self.newer[peer] == nil { self.makeRoom() }
        // A nanosecond earns `perSecond` billionths. The time is cut before it is multiplied, so nothing overflows.
        let elapsed = min(now - min(now, bucket.at), full / self.perSecond + 1)
        bucket.credit = min(full, bucket.credit + elapsed * self.perSecond)
        bucket.at = max(now, bucket.at)
        return bucket
    }

    private mutating func makeRoom() {
        guard self.newer.count >= self.generationMax else { return }
        self.older = self.newer
        self.newer.removeAll(keepingCapacity: true)
    }
}
