import Events

/// One request on its way and what came of it: made once for a slot of a lane and used again for each of its attempts.
///
/// Lives on the egress thread alone.
final class Exchange {
    /// The lane's place in the dispatcher.
    let lane: Int
    /// The place among the lane's deliveries in flight.
    let slot: Int
    let endpoint: Endpoint

    /// The header lines; `Host` and `Content-Length` are the egress's to add.
    var head = HeadBuffer()
    var body: [UInt8] = []
    /// The event that is sent; `nil` between attempts.
    var content: EventContent?
    /// When the attempt began, in nanoseconds of ``EgressLoop/now``.
    var startedAt: UInt64 = 0

    /// Set by the egress when it hands the exchange back.
    var outcome = AttemptOutcome(status: 0)
    /// What the egress keeps ready for this slot.
    var transport: AnyObject?

    init(lane: Int, slot: Int, endpoint: Endpoint) {
        self.lane = lane
        self.slot = slot
        self.endpoint = endpoint
    }
}
