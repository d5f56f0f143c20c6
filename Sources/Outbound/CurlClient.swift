import CCurl
import CShims
import Events
import Glibc

// libcurl's multi interface on our own epoll set (docs/decisions/0008-outbound-libcurl.md).
//
// Registrations are changed lazily. Between two requests libcurl wants nothing of a kept connection; taking the descriptor
// out of the epoll set and putting it back would be two system calls per request. We only remember it, and act when an
// event really arrives that nobody wants. A descriptor that libcurl opened through us is forgotten when it closes it
// through us; one that it made itself (the resolver's) is taken out at once, because we do not hear of its end.

/// Sends through libcurl: TLS, HTTP/2, every kind of answer, names that resolve slowly.
final class CurlClient: Egress {
    private struct Socket {
        var wanted: UInt32 = 0
        /// What the epoll set has; 0 where it does not know the descriptor.
        var registered: UInt32 = 0
        var isOpenedHere = false
    }

    private let multi: UnsafeMutableRawPointer
    private unowned let loop: EgressLoop
    private let clock: any GatewayClock
    private var member: UInt64 = 0
    private var sockets: [Socket] = []
    private(set) var deadline: UInt64 = .max
    /// Transfers on their way.
    private var running: [ObjectIdentifier: CurlTransfer] = [:]
    private var isClosed = false

    /// - Parameters:
    ///   - loop: Whose thread everything happens on; it outlives the client.
    ///   - connections: How many may be kept: the sum of all concurrencies.
    ///   - clock: Judges a `Retry-After` that is a date.
    /// - Throws: ``EgressError`` where libcurl cannot be set up.
    init(loop: EgressLoop, connections: Int, clock: any GatewayClock) throws(EgressError) {
        guard Self.isReady else { throw EgressError("libcurl could not be initialised") }
        guard let multi = curl_multi_init() else { throw EgressError("libcurl gave no multi handle: out of memory?") }
        self.multi = multi
        self.loop = loop
        self.clock = clock
        self.member = loop.join(self)
        let context = Unmanaged.passUnretained(self).toOpaque()
        hg_multi_set_socket(multi, onSocket, context)
        hg_multi_set_timer(multi, onTimer, context)
        hg_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections)
        // One request per connection at a time: HTTP/2 streams of one slow connection would delay each other.
        hg_multi_set_long(multi, CURLMOPT_PIPELINING, 0)
    }

    /// Whether the library could be set up, once for the process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    // MARK: Egress

    func submit(_ exchange: Exchange) {
        do throws(EgressError) {
            let transfer = try self.transfer(of: exchange)
            guard transfer.prepare(exchange) == CURLE_OK, curl_multi_add_handle(self.multi, transfer.easy) == CURLM_OK
            else { throw EgressError("libcurl did not take the request: out of memory?") }
            self.running[ObjectIdentifier(transfer)] = transfer
        } catch {
            exchange.outcome = AttemptOutcome(status: 0, error: .internal, detail: error.message)
            self.loop.finish(exchange)
        }
    }

    func advance(now: UInt64) {
        self.deadline = .max
        var running: Int32 = 0
        curl_multi_socket_action(self.multi, CURL_SOCKET_TIMEOUT, 0, &running)
        // It can have started and finished transfers: nothing else would tell.
        self.collect()
    }

    func ready(descriptor: Int32, events: UInt32, now: UInt64) {
        let index = Int(descriptor)
        guard index < self.sockets.count else { return }
        let socket = self.sockets[index]
        guard socket.wanted != 0 else {
            // A kept connection that the target closed. libcurl finds out when it wants to use it again.
            self.loop.forget(descriptor)
            self.sockets[index].registered = 0
            return
        }
        let surplus = socket.registered & ~socket.wanted & events
        if surplus != 0 { self.register(descriptor, socket.wanted) }
        var bits: Int32 = 0
        if events & UInt32(HG_POLL_READ) != 0 { bits |= CURL_CSELECT_IN }
        if events & UInt32(HG_POLL_WRITE) != 0 { bits |= CURL_CSELECT_OUT }
        if events & UInt32(HG_POLL_ERROR | HG_POLL_HANG_UP) != 0 { bits |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        curl_multi_socket_action(self.multi, descriptor, bits, &running)
        self.collect()
    }

    func cancelAll() {
        for transfer in self.running.values {
            curl_multi_remove_handle(self.multi, transfer.easy)
            transfer.exchange = nil
        }
        self.running.removeAll()
        guard !self.isClosed else { return }
        self.isClosed = true
        // Closes the kept connections, through us.
        curl_multi_cleanup(self.multi)
    }

    // MARK: Transfers

    private func transfer(of exchange: Exchange) throws(EgressError) -> CurlTransfer {
        if let transfer = exchange.transport as? CurlTransfer { return transfer }
        let client = Unmanaged.passUnretained(self).toOpaque()
        let transfer = try CurlTransfer(endpoint: exchange.endpoint, client: client)
        exchange.transport = transfer
        return transfer
    }

    /// Takes every finished transfer out of libcurl and hands its exchange back.
    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(self.multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            var context: UnsafeMutableRawPointer?
            _ = hg_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
            guard let context else { continue }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            curl_multi_remove_handle(self.multi, easy)
            self.running[ObjectIdentifier(transfer)] = nil
            guard let exchange = transfer.exchange else { continue }
            if transfer.mayGoAgain(after: code), curl_multi_add_handle(self.multi, easy) == CURLM_OK {
                self.running[ObjectIdentifier(transfer)] = transfer
                continue
            }
            transfer.exchange = nil
            exchange.outcome = CurlOutcome.outcome(of: transfer, code: code, clock: self.clock)
            self.loop.finish(exchange)
        }
    }

    // MARK: Callbacks of libcurl

    fileprivate func socketChanged(_ descriptor: Int32, what: Int32) {
        let index = self.place(descriptor)
        guard what != CURL_POLL_REMOVE else {
            self.sockets[index].wanted = 0
            if !self.sockets[index].isOpenedHere, self.sockets[index].registered != 0 {
                self.loop.forget(descriptor)
                self.sockets[index].registered = 0
            }
            return
        }
        var wanted: UInt32 = 0
        if what & CURL_POLL_IN != 0 { wanted |= UInt32(HG_POLL_READ) }
        if what & CURL_POLL_OUT != 0 { wanted |= UInt32(HG_POLL_WRITE) }
        self.sockets[index].wanted = wanted
        if wanted & ~self.sockets[index].registered != 0 { self.register(descriptor, wanted) }
    }

    private func register(_ descriptor: Int32, _ wanted: UInt32) {
        let isKnown = self.sockets[Int(descriptor)].registered != 0
        let isWatched =
            isKnown
            ? self.loop.watch(descriptor, events: wanted, member: self.member)
            : self.loop.begin(descriptor, events: wanted, member: self.member)
        // Where it cannot be watched the attempt's own timeout ends it.
        self.sockets[Int(descriptor)].registered = isWatched ? wanted : 0
    }

    fileprivate func timerChanged(_ milliseconds: Int) {
        if milliseconds == 0 {
            self.deadline = 0
        } else if milliseconds < 0 {
            self.deadline = .max
        } else {
            self.deadline = EgressLoop.steadyNanoseconds() + UInt64(milliseconds) * 1_000_000
        }
    }

    fileprivate func opened(_ descriptor: Int32) {
        self.sockets[self.place(descriptor)] = Socket(isOpenedHere: true)
    }

    fileprivate func closed(_ descriptor: Int32) {
        self.sockets[self.place(descriptor)] = Socket()
    }

    private func place(_ descriptor: Int32) -> Int {
        let index = Int(descriptor)
        while self.sockets.count <= index { self.sockets.append(Socket()) }
        return index
    }
}

private func client(_ context: UnsafeMutableRawPointer) -> CurlClient {
    Unmanaged<CurlClient>.fromOpaque(context).takeUnretainedValue()
}

private let onSocket: curl_socket_callback = { _, descriptor, what, context, _ in
    guard let context else { return 0 }
    client(context).socketChanged(descriptor, what: what)
    return 0
}

private let onTimer: curl_multi_timer_callback = { _, milliseconds, context in
    guard let context else { return 0 }
    client(context).timerChanged(milliseconds)
    return 0
}

/// `CURLOPT_OPENSOCKETFUNCTION`: as libcurl would, and closed on exec.
let openSocket: curl_opensocket_callback = { context, _, address in
    guard let context, let address else { return CURL_SOCKET_BAD }
    let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.pointee.family, kind, address.pointee.protocol)
    if descriptor >= 0 { client(context).opened(descriptor) }
    return descriptor
}

/// `CURLOPT_CLOSESOCKETFUNCTION`.
let closeSocket: curl_closesocket_callback = { context, descriptor in
    if let context { client(context).closed(descriptor) }
    return close(descriptor)
}
