import Glibc

/// One connection of a slot to its target, and the request that is on its way over it.
final class LeanConnection {
    enum State {
        /// No descriptor.
        case closed
        case connecting
        /// Part of the request is still to be sent; what the target says is read all the same.
        case sending
        /// The whole request is out.
        case receiving
        /// Kept for the next request.
        case idle
    }

    let address: LeanAddress
    /// `POST … HTTP/1.1` and `Host`, the same for every request.
    let opening: [UInt8]
    var descriptor: Int32 = -1
    var state = State.closed
    var parser = AnswerParser()
    /// The exchange on its way; `nil` between attempts.
    var exchange: Exchange?
    /// `Content-Length` of the request on its way, and the empty line.
    var closing = HeadBuffer(capacity: 64)
    var sent = 0
    /// Whether the socket is full and its room is watched for.
    var isWaitingToSend = false
    /// Whether an earlier request went over this connection.
    var isReused = false
    /// Which of the target's addresses is in use.
    var addressIndex = 0
    /// Addresses that the attempt may still try.
    var addressesLeft = 0
    /// When the attempt, and when its connection, is given up; nanoseconds of the loop's clock.
    var attemptDeadline: UInt64 = .max
    var connectDeadline: UInt64 = .max
    /// Place among the connections with an attempt on its way; -1 outside.
    var activeIndex = -1

    init(address: LeanAddress) {
        self.address = address
        self.opening = Array("POST \(address.target) HTTP/1.1\r\nHost: \(address.host)\r\n".utf8)
    }

    deinit { if self.descriptor >= 0 { close(self.descriptor) } }

    /// When something has to be given up next.
    var deadline: UInt64 {
        if case .connecting = self.state { return Swift.min(self.attemptDeadline, self.connectDeadline) }
        return self.attemptDeadline
    }

    /// How many bytes the request has.
    func length(of exchange: borrowing Exchange) -> Int {
        self.opening.count + exchange.head.count + self.closing.count + exchange.body.count
    }
}
