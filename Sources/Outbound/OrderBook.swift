import Events

/// Which order keys have a delivery under way, and which deliveries wait for them, as a value.
///
/// A key is claimed by the delivery that is started first and stays claimed while that one is in flight, waits for a
/// retry or is held. Its followers wait in the order in which they came; when the owner has ended, delivered or dead,
/// the first of them owns the key.
///
/// Keys are hashes of 64 bits: two keys that share one only wait for each other. A claimed key costs about 45 bytes, a
/// follower 32. Both are bounded: claims by ``Limits/orderKeysMax``, followers by what the lane may hold in memory.
struct OrderBook {
    struct Follower: Equatable {
        let event: EventID
        /// Bytes of the raw body.
        let weight: Int32
    }

    private struct Chain {
        var owner: EventID
        /// Places in ``links``; -1 for none.
        var first: Int32 = -1
        var last: Int32 = -1
    }

    private struct Link {
        var follower: Follower
        var next: Int32 = -1
    }

    private var chains: [UInt64: Chain] = [:]
    private var links: ContiguousArray<Link> = []
    private var freeLinks: [Int32] = []
    private let keysMax: Int
    private let followersMax: Int

    init(keysMax: Int = Limits.orderKeysMax, followersMax: Int) {
        self.keysMax = keysMax
        self.followersMax = followersMax
    }

    /// Deliveries that wait for their key.
    var followerCount: Int { self.links.count - self.freeLinks.count }
    /// Keys with a delivery under way.
    var keyCount: Int { self.chains.count }
    /// Whether one more delivery can be looked at, whatever its key is.
    var hasRoom: Bool { self.followerCount < self.followersMax && self.chains.count < self.keysMax }

    /// Claims a key that is free.
    ///
    /// - Returns: Whether it is the event's now; `false` where another delivery has it.
    mutating func claim(_ key: UInt64, for event: EventID) -> Bool {
        guard let chain = self.chains[key] else {
            self.chains[key] = Chain(owner: event)
            return true
        }
        return chain.owner == event
    }

    /// Puts a delivery behind those that wait for the key.
    mutating func wait(for key: UInt64, _ follower: Follower) {
        guard var chain = self.chains[key] else { preconditionFailure("nobody waits for a key that is free") }
        let place = self.freeLinks.popLast() ?? Int32(self.links.count)
        if Int(place) == self.links.count {
            self.links.append(Link(follower: follower))
        } else {
            self.links[Int(place)] = Link(follower: follower)
        }
        if chain.last >= 0 { self.links[Int(chain.last)].next = place } else { chain.first = place }
        chain.last = place
        self.chains[key] = chain
    }

    /// Gives a key back, if the event has it.
    ///
    /// - Returns: The delivery that has it now; `nil` where the key is free or was not the event's.
    mutating func release(_ key: UInt64, by event: EventID) -> Follower? {
        guard var chain = self.chains[key], chain.owner == event else { return nil }
        guard chain.first >= 0 else {
            self.chains[key] = nil
            return nil
        }
        let place = chain.first
        let link = self.links[Int(place)]
        self.freeLinks.append(place)
        chain.owner = link.follower.event
        chain.first = link.next
        if link.next < 0 { chain.last = -1 }
        self.chains[key] = chain
        if self.freeLinks.count == self.links.count { self.forgetLinks() }
        return link.follower
    }

    /// Gives back what an event has whose key can no longer be read: a walk over all keys, for a rare case.
    mutating func releaseAny(of event: EventID) -> Follower? {
        guard let key = self.chains.first(where: { $0.value.owner == event })?.key else { return nil }
        return self.release(key, by: event)
    }

    /// With nobody waiting, a burst of followers must not hold memory for ever.
    private mutating func forgetLinks() {
        self.links = []
        self.freeLinks = []
    }
}
