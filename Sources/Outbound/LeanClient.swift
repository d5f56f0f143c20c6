import CShims
import Events
import Glibc

// Plain HTTP/1.1 over our own sockets, for targets that need neither TLS nor a resolver: half the cost of libcurl.
//
// Each slot of a lane has one connection, which lives from attempt to attempt. A kept connection can have been closed by
// the target while the request was written to it: if nothing of an answer came, the request is sent once more over a new
// one, within the same attempt. Deliveries are at least once, so a target that did take it sees a copy with the same
// `Idempotency-Key`.

/// Sends to targets whose ``LeanAddress`` is known.
final class LeanClient: Egress {
    private unowned let loop: EgressLoop
    private let clock: any GatewayClock
    private var member: UInt64 = 0
    private(set) var deadline: UInt64 = .max
    /// The connection behind a descriptor.
    private var connections: [LeanConnection?] = []
    /// Those with an attempt on its way, in no order.
    private var active: [LeanConnection] = []
    /// What one read takes at most; all connections share it.
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * 1024, alignment: 16)

    init(loop: EgressLoop, clock: any GatewayClock) {
        self.loop = loop
        self.clock = clock
        self.member = loop.join(self)
    }

    deinit { self.buffer.deallocate() }

    // MARK: Egress

    func submit(_ exchange: Exchange) {
        let connection = self.connection(of: exchange)
        connection.exchange = exchange
        connection.closing.clear()
        connection.closing.write("Content-Length: ")
        connection.closing.write(decimal: exchange.body.count)
        connection.closing.write("\r\n\r\n")
        connection.attemptDeadline = self.moment(after: exchange.endpoint.attemptTimeoutMilliseconds)
        connection.addressesLeft = connection.address.addresses.count
        connection.activeIndex = self.active.count
        self.active.append(connection)
        connection.parser = AnswerParser()
        connection.sent = 0
        if case .idle = connection.state {
            connection.isReused = true
            connection.state = .sending
            self.deadline = Swift.min(self.deadline, connection.deadline)
            self.send(connection)
        } else {
            self.connect(connection)
        }
    }

    func advance(now: UInt64) {
        for connection in self.active where connection.deadline <= now {
            if case .connecting = connection.state {
                self.connectFailed(connection, ETIMEDOUT)
            } else {
                self.fail(connection, .timeout, "no complete answer in time")
            }
        }
        self.deadline = self.active.reduce(.max) { Swift.min($0, $1.deadline) }
    }

    func ready(descriptor: Int32, events: UInt32, now: UInt64) {
        let index = Int(descriptor)
        guard index < self.connections.count, let connection = self.connections[index] else { return }
        switch connection.state {
        case .closed:
            break
        case .connecting:
            let error = hg_connect_result(descriptor)
            guard error == 0 else { return self.connectFailed(connection, error) }
            connection.state = .sending
            self.watch(connection, UInt32(HG_POLL_READ))
            self.send(connection)
        case .sending:
            // What the target says comes first: it may have refused the rest.
            if events & ~UInt32(HG_POLL_WRITE) != 0 { self.receive(connection) }
            if case .sending = connection.state, connection.descriptor == descriptor { self.send(connection) }
        case .receiving:
            self.receive(connection)
        case .idle:
            // The target closed it, or speaks without being asked.
            self.close(connection)
        }
    }

    func cancelAll() {
        for connection in self.connections.compactMap({ $0 }) {
            connection.exchange = nil
            self.close(connection)
        }
        self.active.removeAll()
        self.deadline = .max
    }

    // MARK: Connecting

    private func connection(of exchange: Exchange) -> LeanConnection {
        if let connection = exchange.transport as? LeanConnection { return connection }
        guard let address = exchange.endpoint.lean else { preconditionFailure("the target has no lean address") }
        let connection = LeanConnection(address: address)
        exchange.transport = connection
        return connection
    }

    private func connect(_ connection: LeanConnection) {
        self.close(connection)
        connection.isReused = false
        connection.sent = 0
        connection.parser = AnswerParser()
        let address = connection.address.addresses[connection.addressIndex]
        let descriptor = hg_connect(address.family, address.bytes, connection.address.port)
        guard descriptor >= 0 else { return self.connectFailed(connection, errno) }
        connection.descriptor = descriptor
        connection.state = .connecting
        if let exchange = connection.exchange {
            connection.connectDeadline = self.moment(after: exchange.endpoint.connectTimeoutMilliseconds)
        }
        self.deadline = Swift.min(self.deadline, connection.deadline)
        while self.connections.count <= Int(descriptor) { self.connections.append(nil) }
        self.connections[Int(descriptor)] = connection
        // Where it cannot be watched the attempt's own timeout ends it.
        _ = self.loop.begin(descriptor, events: UInt32(HG_POLL_WRITE), member: self.member)
    }

    private func connectFailed(_ connection: LeanConnection, _ error: Int32) {
        self.close(connection)
        connection.addressesLeft -= 1
        connection.addressIndex = (connection.addressIndex + 1) % connection.address.addresses.count
        if connection.addressesLeft > 0, connection.attemptDeadline > self.loop.now {
            return self.connect(connection)
        }
        let isOurs = [EMFILE, ENFILE, ENOMEM, ENOBUFS, EADDRNOTAVAIL].contains(error)
        let reason = String(cString: strerror(error))
        self.fail(connection, isOurs ? .internal : .connect, "no connection to \(connection.address.host): \(reason)")
    }

    private func close(_ connection: LeanConnection) {
        connection.state = .closed
        connection.isWaitingToSend = false
        guard connection.descriptor >= 0 else { return }
        self.connections[Int(connection.descriptor)] = nil
        Glibc.close(connection.descriptor)
        connection.descriptor = -1
    }

    private func watch(_ connection: LeanConnection, _ events: UInt32) {
        _ = self.loop.watch(connection.descriptor, events: events, member: self.member)
    }

    // MARK: Sending

    private func send(_ connection: LeanConnection) {
        guard let exchange = connection.exchange else { return }
        let total = connection.length(of: exchange)
        while connection.sent < total {
            let count = Self.send(exchange, over: connection)
            if count > 0 {
                connection.sent += count
            } else if count < 0, errno == EAGAIN {
                if !connection.isWaitingToSend { self.watch(connection, UInt32(HG_POLL_READ | HG_POLL_WRITE)) }
                connection.isWaitingToSend = true
                return
            } else {
                // The target may have said why before it hung up.
                return self.receive(connection)
            }
        }
        connection.state = .receiving
        if connection.isWaitingToSend { self.watch(connection, UInt32(HG_POLL_READ)) }
        connection.isWaitingToSend = false
    }

    private static func send(_ exchange: Exchange, over connection: LeanConnection) -> Int {
        connection.opening.withUnsafeBytes { opening in
            exchange.body.withUnsafeBytes { body in
                let head = exchange.head.bytes
                let closing = connection.closing.bytes
                return withUnsafeTemporaryAllocation(of: hg_piece.self, capacity: 4) { pieces in
                    pieces[0] = hg_piece(bytes: opening.baseAddress, count: opening.count)
                    pieces[1] = hg_piece(bytes: head.baseAddress, count: head.count)
                    pieces[2] = hg_piece(bytes: closing.baseAddress, count: closing.count)
                    pieces[3] = hg_piece(bytes: body.baseAddress, count: body.count)
                    return hg_send_pieces(connection.descriptor, pieces.baseAddress, 4, connection.sent)
                }
            }
        }
    }

    // MARK: Receiving

    private func receive(_ connection: LeanConnection) {
        while true {
            let count = recv(connection.descriptor, self.buffer.baseAddress, self.buffer.count, 0)
            if count > 0 {
                let bytes = UnsafeRawBufferPointer(rebasing: self.buffer[..<count])
                switch connection.parser.feed(bytes) {
                case .more:
                    // A read that did not fill the buffer took everything.
                    if count < self.buffer.count { return }
                case .done:
                    return self.answered(connection)
                case .malformed(let reason):
                    return self.fail(connection, .malformedResponse, "the answer is no HTTP: \(reason)")
                }
            } else if count == 0 {
                return self.ended(connection, "the target closed the connection")
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                return self.ended(connection, "the connection broke: \(String(cString: strerror(errno)))")
            }
        }
    }

    private func answered(_ connection: LeanConnection) {
        let parser = connection.parser
        guard let exchange = connection.exchange else { return }
        if (200...299).contains(parser.status) {
            exchange.outcome = AttemptOutcome(status: parser.status)
        } else {
            exchange.outcome = .failed(
                status: parser.status,
                retryAfterMilliseconds: parser.retryAfter.flatMap {
                    RetryAfter.milliseconds($0, now: self.clock.now())
                },
                response: parser.kept
            )
        }
        // An answer to half a request leaves the other half nowhere to go.
        if parser.isKept, case .receiving = connection.state {
            connection.state = .idle
        } else {
            self.close(connection)
        }
        self.finish(connection)
    }

    /// The connection is over.
    ///
    /// A kept one that gave nothing of an answer was stale: once more, over a new one.
    private func ended(_ connection: LeanConnection, _ detail: String) {
        if connection.parser.end() { return self.answered(connection) }
        if connection.isReused, !connection.parser.hasBegun { return self.connect(connection) }
        let isBroken = connection.parser.hasBegun ? "in the middle of its answer" : "without an answer"
        self.fail(connection, .reset, "\(detail) \(isBroken)")
    }

    private func fail(_ connection: LeanConnection, _ error: AttemptError, _ detail: String) {
        self.close(connection)
        connection.exchange?.outcome = AttemptOutcome(
            status: 0,
            error: error,
            detail: AttemptDetail.bounded(detail)
        )
        self.finish(connection)
    }

    /// Takes the exchange off its connection and hands it back.
    private func finish(_ connection: LeanConnection) {
        guard let exchange = connection.exchange else { return }
        connection.exchange = nil
        let index = connection.activeIndex
        let last = self.active.count - 1
        self.active[last].activeIndex = index
        self.active.swapAt(index, last)
        self.active.removeLast()
        connection.activeIndex = -1
        self.loop.finish(exchange)
    }

    private func moment(after milliseconds: Int64) -> UInt64 {
        self.loop.now + UInt64(Swift.max(0, milliseconds)) * 1_000_000
    }
}
