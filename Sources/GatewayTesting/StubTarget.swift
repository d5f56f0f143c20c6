import Glibc
import Synchronization

/// An HTTP/1.1 server on a loopback port that answers as a script says: one thread per connection, blocking calls.
///
/// Only for tests, and small on purpose: bodies with `Content-Length`, nothing else.
package final class StubTarget: Sendable {
    private struct State {
        var script: [StubAnswer]
        var otherwise: StubAnswer
        var requests: [StubRequest] = []
        var taken = 0
        var waiting: [CheckedContinuation<StubRequest, Never>] = []
        var connections = 0
        var isStopped = false
    }

    package let port: UInt16
    private let listener: Int32
    /// Readable for ever once its other end is closed.
    private let released: (read: Int32, write: Int32)
    private let stopped: (read: Int32, write: Int32)
    private let state: Mutex<State>
    private let isReleased = Atomic<Bool>(false)

    /// Listens at once.
    ///
    /// - Parameters:
    ///   - script: What is done with the first requests, in order of arrival.
    ///   - otherwise: What is done with all others.
    ///   - port: 0 lets the system choose.
    package init(_ script: [StubAnswer] = [], otherwise: StubAnswer = StubAnswer(), port: UInt16 = 0) {
        self.state = Mutex(State(script: script, otherwise: otherwise))
        self.listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.released = Self.pipePair()
        self.stopped = Self.pipePair()
        var yes: Int32 = 1
        setsockopt(self.listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = self.listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 1_024) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        precondition(bound, "no loopback port for a stub target (errno \(errno))")
        self.port = UInt16(bigEndian: address.sin_port)
        Self.thread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                guard let target = self else {
                    close(descriptor)
                    return
                }
                target.serve(descriptor)
            }
        }
    }

    deinit { self.stop() }

    package func url(_ path: String = "/hook") -> String { "http://127.0.0.1:\(self.port)\(path)" }

    /// All requests so far.
    package var requests: [StubRequest] { self.state.withLock { $0.requests } }
    /// How many connections were made so far.
    package var connections: Int { self.state.withLock { $0.connections } }

    /// The next request that was not handed out yet; waits for it.
    package func nextRequest() async -> StubRequest {
        await withCheckedContinuation { continuation in
            let request = self.state.withLock { state -> StubRequest? in
                guard state.taken < state.requests.count else {
                    state.waiting.append(continuation)
                    return nil
                }
                state.taken += 1
                return state.requests[state.taken - 1]
            }
            if let request { continuation.resume(returning: request) }
        }
    }

    /// Lets every held answer go, now and later.
    package func release() {
        if !self.isReleased.exchange(true, ordering: .relaxed) { close(self.released.write) }
    }

    /// Changes what is done with requests that the script does not name.
    package func answer(_ otherwise: StubAnswer) { self.state.withLock { $0.otherwise = otherwise } }

    /// Listens no more and closes every connection.
    package func stop() {
        let wasStopped = self.state.withLock { state in
            defer { state.isStopped = true }
            return state.isStopped
        }
        guard !wasStopped else { return }
        shutdown(self.listener, Int32(SHUT_RDWR))
        close(self.listener)
        close(self.stopped.write)
        self.release()
    }

    // MARK: Connections

    private func serve(_ descriptor: Int32) {
        let number = self.state.withLock { state in
            state.connections += 1
            return state.connections - 1
        }
        let stop = self.stopped.read
        Self.thread { [weak self] in
            var reader = StubReader(descriptor: descriptor, stop: stop)
            while let request = reader.next(connection: number), let target = self {
                guard target.perform(target.noted(request), on: descriptor) else { break }
            }
            close(descriptor)
        }
    }

    private func noted(_ request: StubRequest) -> StubAnswer {
        let (answer, waiting) = self.state.withLock { state in
            state.requests.append(request)
            let answer = state.script.isEmpty ? state.otherwise : state.script.removeFirst()
            guard !state.waiting.isEmpty else { return (answer, CheckedContinuation<StubRequest, Never>?.none) }
            state.taken += 1
            return (answer, state.waiting.removeFirst())
        }
        waiting?.resume(returning: request)
        return answer
    }

    /// Does what an answer says.
    ///
    /// - Returns: Whether the connection is kept.
    private func perform(_ answer: StubAnswer, on descriptor: Int32) -> Bool {
        switch answer.conduct {
        case .answer:
            return Self.send(answer.wire, to: descriptor)
        case .answerAndClose:
            _ = Self.send(answer.wire, to: descriptor)
            return false
        case .hold:
            self.wait(descriptor, for: self.released.read)
            return Self.send(answer.wire, to: descriptor)
        case .hang:
            self.wait(descriptor, for: -1)
            return false
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            return false
        case .close:
            return false
        case .bytes(let bytes):
            _ = Self.send(bytes, to: descriptor)
            return false
        case .pieces(let pieces, let pause):
            for piece in pieces {
                poll(nil, 0, pause)
                guard Self.send(piece, to: descriptor) else { return false }
            }
            return true
        }
    }

    /// Waits until a pipe is closed, the other side hangs up, or the target is stopped.
    private func wait(_ descriptor: Int32, for signal: Int32) {
        var waited = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.stopped.read, events: 0, revents: 0),
            pollfd(fd: signal, events: 0, revents: 0),
        ]
        poll(&waited, nfds_t(waited.count), -1)
    }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    private static func pipePair() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe for a stub target (errno \(errno))")
        return (ends[0], ends[1])
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        final class Work: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        let error = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            work
        )
        precondition(error == 0, "no thread for a stub target (error \(error))")
        pthread_detach(thread)
    }
}
