package import Events
internal import Glibc
package import Logging
internal import NIOCore
internal import Payload
package import Signatures
package import Store
internal import Synchronization

/// Explains refused requests and keeps them, on a thread of its own with low priority.
///
/// Event loops only hand over: one short lock for the few requests a second that ``KeepingBudget`` lets through, and a
/// count for the rest. What does not fit into the queue is counted too. Trouble with the file never reaches a sender.
package final class RejectionKeeper: Sendable {
    /// What waits, and whether the thread is to end.
    private struct Inbox {
        var waiting: [RefusedRequest] = []
        var bytes = 0
        var isClosed = false

        mutating func put(_ request: RefusedRequest) -> Bool {
            guard !self.isClosed, self.waiting.count < Limits.rejectionQueueMax,
                self.bytes + request.body.count <= Limits.rejectionQueueBytesMax
            else { return false }
            self.waiting.append(request)
            self.bytes += request.body.count
            return true
        }

        /// The oldest of them, or `nil` where there are none and will be none.
        mutating func take() -> [RefusedRequest]? {
            guard !self.waiting.isEmpty else { return self.isClosed ? nil : [] }
            let taken = Array(self.waiting.prefix(Limits.rejectionBatchMax))
            self.waiting.removeFirst(taken.count)
            self.bytes -= taken.reduce(0) { $0 + $1.body.count }
            return taken
        }
    }

    package let archive: RejectionArchive
    private let explainer: Explainer
    private let schemes: [String: SignatureScheme]
    private let clock: any GatewayClock
    private let logger: Logger
    private let inbox = Mutex(Inbox())
    private let thread = Mutex<StoreThread?>(nil)
    private let parker = Parker()
    private let uncounted = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - archive: Where they are kept; closed by whoever opened it, after ``stop()``.
    ///   - sources: Schemes and secrets of all sources.
    ///   - clock: Decides what is too old.
    ///   - logger: For trouble with the file.
    package init(
        archive: RejectionArchive,
        sources: [Explainer.Source],
        clock: any GatewayClock = SystemClock(),
        logger: Logger
    ) {
        self.archive = archive
        self.explainer = Explainer(sources: sources)
        self.schemes = Dictionary(sources.map { ($0.name, $0.scheme) }, uniquingKeysWith: { first, _ in first })
        self.clock = clock
        self.logger = logger
    }

    /// Refused requests that were counted and not kept.
    package var notKept: UInt64 { self.uncounted.load(ordering: .relaxed) }

    /// Starts the thread.
    package func start() throws(StoreError) {
        let thread = try StoreThread(name: "rejections") { self.run() }
        self.thread.withLock { $0 = thread }
    }

    /// Keeps what waits, and ends the thread; once.
    package func stop() {
        self.inbox.withLock { $0.isClosed = true }
        self.parker.unpark()
        let thread = self.thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        thread?.join()
    }

    // MARK: On event loops

    func counted() { self.uncounted.wrappingAdd(1, ordering: .relaxed) }

    func offer(_ request: RefusedRequest) {
        guard self.inbox.withLock({ $0.put(request) }) else { return self.counted() }
        self.parker.unpark()
    }

    // MARK: On the thread

    private func run() {
        // Linux counts niceness by thread: what arrives goes before what is explained (`man 2 setpriority`).
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        let context = HMACContext()
        let normalizer = Normalizer()
        while let requests = self.inbox.withLock({ $0.take() }) {
            guard !requests.isEmpty else {
                self.parker.park(nanoseconds: nil)
                continue
            }
            let rejections = requests.map { self.rejection($0, context, normalizer) }
            do throws(StoreError) {
                try self.archive.add(rejections, now: self.clock.now())
            } catch {
                self.uncounted.wrappingAdd(UInt64(rejections.count), ordering: .relaxed)
                self.logger.debug("rejections are not kept", metadata: ["error": "\(error)"])
            }
        }
    }

    /// What is kept of a request, with its explanation.
    private func rejection(_ request: RefusedRequest, _ context: HMACContext, _ normalizer: Normalizer) -> Rejection {
        let head = CapturedHead(request.head)
        let redaction = Redaction(self.schemes[request.source])
        let isWhole = request.isComplete && request.body.count == request.bodyBytes
        var rejection = Rejection(
            receivedAt: request.receivedAt,
            peer: request.peer?.ipAddress ?? "",
            source: request.source,
            cause: request.cause,
            method: head.method,
            target: redaction.target(head.target),
            headers: redaction.headers(head),
            body: request.body,
            bodyBytes: request.bodyBytes,
            isReplayable: isWhole && redaction.keepsProof && !request.source.isEmpty
        )
        if request.cause.status == 401, isWhole {
            let explanation = request.body.withUnsafeBytes {
                self.explainer.explain(
                    source: request.source,
                    head: head,
                    body: $0,
                    receivedAt: request.receivedAt,
                    using: context
                )
            }
            rejection.findings = explanation?.findings.map(\.rawValue).joined(separator: " ") ?? ""
            rejection.explanation = explanation?.text ?? ""
        } else {
            rejection.explanation = Self.hint(request, normalizer)
        }
        return rejection
    }

    /// What to do about a refusal that has nothing to do with signatures.
    private static func hint(_ request: RefusedRequest, _ normalizer: Normalizer) -> String {
        switch request.cause {
        case .unknownPath: return "no source has this path; compare it with `path` in gateway.conf, byte for byte"
        case .methodNotAllowed: return "webhooks come with POST; set the method at the sender"
        case .unsupportedEncoding: return "the body is compressed; have the sender send it as it is"
        case .bodyTooLarge: return "the body is larger than the source's max_body; raise it, or have less sent"
        case .missingEventName: return "the body has no event name where the scheme looks for it"
        case .invalidEventName: return "what stands in the place of the event name is no text that can be one"
        case .timeout: return "the request did not arrive in time; look at the network, and at body_timeout"
        case .invalidJSON:
            let read = request.body.withUnsafeBytes { bytes in
                Result { () throws(PayloadError) in try normalizer.normalize(bytes, extracting: Extraction([])) }
            }
            if case .failure(let error) = read { return error.message }
            return ""
        default: return request.cause.status == 401 ? "the body was too large to be kept, so nothing was tried" : ""
        }
    }
}
