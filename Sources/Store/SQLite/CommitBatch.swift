import Events

/// What one transaction gathers until it is committed; reused, so that a batch costs few allocations.
struct CommitBatch {
    /// A key that was put into the window for an event of this batch.
    struct NewKey {
        var hash: UInt64
        var id: EventID
        var digest: KeyDigest
    }

    /// A change of a delivery's row that moves the low-water mark.
    enum Move {
        case closed(EventID)
        case reopened(EventID)
    }

    var keys: [NewKey] = []
    var stored: [(id: EventID, deliveries: Int)] = []
    var moves: [Move] = []
    /// Dead letters more or less, by target.
    var dead: [(target: TargetID, change: Int)] = []
    var row = ArrivalRow()
    var targets: [UInt8] = []

    mutating func clear() {
        self.keys.removeAll(keepingCapacity: true)
        self.stored.removeAll(keepingCapacity: true)
        self.moves.removeAll(keepingCapacity: true)
        self.dead.removeAll(keepingCapacity: true)
        self.row.clear()
    }
}
