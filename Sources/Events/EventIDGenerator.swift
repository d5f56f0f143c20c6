/// Makes ids that always ascend, whatever the clock does.
///
/// While the clock stands still or runs backwards the counter goes on, and past its end the id borrows the next
/// millisecond. After a restart it continues above the largest stored id.
package struct EventIDGenerator: Sendable {
    private var last: Int64
    private let node: Int64

    /// - Parameters:
    ///   - node: 0 to 127; which gateway of several makes the id.
    ///   - largestStored: The largest id in the store, or ``EventID/zero``.
    package init(node: UInt8, above largestStored: EventID) {
        precondition(node < 128, "a node number has 7 bits")
        self.node = Int64(node)
        self.last = largestStored.rawValue
    }

    /// The next id; greater than every one before.
    package mutating func next(now: Timestamp) -> EventID {
        let counterBits = Int64(EventID.counterBits)
        let nodeField = self.node << counterBits
        let millisecondStep = Int64(1) << (counterBits + Int64(EventID.nodeBits))
        var candidate = EventID(lowestAt: now).rawValue | nodeField
        if candidate <= self.last {
            let counter = self.last & ((1 << counterBits) - 1)
            let lastNode = self.last & (millisecondStep - 1) & ~((1 << counterBits) - 1)
            if lastNode == nodeField, counter + 1 < 1 << counterBits {
                candidate = self.last + 1
            } else {
                candidate = ((self.last / millisecondStep) + 1) * millisecondStep | nodeField
            }
        }
        precondition(candidate > self.last, "ids must ascend")
        self.last = candidate
        return EventID(rawValue: candidate)
    }
}
