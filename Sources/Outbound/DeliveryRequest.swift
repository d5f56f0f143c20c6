import Events
import Payload
import Signatures

/// Turns an event into the head and the body of one attempt for one target (product.md §3).
struct DeliveryRequest: ~Copyable {
    /// Why no request can be made of an event.
    struct Impossible: Error { let detail: String }

    private let format: BodyFormat
    private let signer: Signer?
    /// Names of original headers to pass on: as looked up, and as written.
    private let forwarded: [(name: [UInt8], text: String)]
    /// The lines that never change.
    private var fixed = HeadBuffer()
    /// What follows the event id in `Idempotency-Key`.
    private var keySuffix = HeadBuffer(capacity: 64)

    private static let contentType = Array("content-type".utf8)
    private static let traceParent = Array("traceparent".utf8)

    init(_ configuration: TargetConfiguration, userAgent: String) {
        self.format = configuration.format
        self.signer = configuration.signer
        // In this format these say what we say; the sender's would contradict them.
        let written = configuration.format == .cloudEventsBinary ? CloudEvent.fields : []
        let forwarded = configuration.forwardHeaders.filter {
            DeliveryHeaders.isForwardable($0) && !written.contains($0.lowercased())
        }
        self.forwarded = forwarded.map {
            (Array($0.lowercased().utf8), $0)
        }
        self.fixed.append("User-Agent", userAgent)
        switch configuration.format {
        case .normalized, .cloudEventsBinary: self.fixed.append("Content-Type", "application/json")
        case .cloudEvents: self.fixed.append("Content-Type", CloudEvent.mediaType)
        case .raw: break
        }
        for header in configuration.headers
        where DeliveryHeaders.isFree(header.name) && !written.contains(header.name.lowercased()) {
            self.fixed.append(header.name, header.value)
        }
        self.keySuffix.write(".")
        self.keySuffix.writePercentEncoded(configuration.name)
    }

    /// Fills in the head and the body of an exchange.
    ///
    /// - Parameters:
    ///   - exchange: Where they go.
    ///   - attempt: Which event, and how often it was tried.
    ///   - source: The name of the event's source.
    ///   - span: Chance for the `traceparent` of an event that came without one.
    ///   - now: What the signature is dated with.
    ///   - tools: The thread's own.
    /// - Throws: ``Impossible`` where the stored body cannot be normalized again.
    func fill(
        _ exchange: Exchange,
        attempt: TargetLane.Attempt,
        source: String,
        span: UInt64,
        now: Timestamp,
        tools: RequestTools
    ) throws(Impossible) {
        let content = attempt.content
        exchange.content = content
        exchange.body = try self.body(of: content, tools: tools)
        exchange.head.clear()
        exchange.head.append(self.fixed)
        switch self.format {
        case .normalized: break
        case .raw: self.writeContentType(content, &exchange.head)
        case .cloudEvents:
            exchange.body = CloudEvent.document(attempt.event, content, source: source, data: exchange.body)
        case .cloudEventsBinary: CloudEvent.write(attempt.event, content, source: source, to: &exchange.head)
        }
        self.writeIdentity(attempt, source: source, &exchange.head)
        self.writeTrace(attempt, span: span, &exchange.head)
        for header in self.forwarded {
            _ = content.headers.withFirst(header.name) { value in
                exchange.head.beginLine()
                exchange.head.write(header.text)
                exchange.head.write(": ")
                exchange.head.writeValue(value)
                exchange.head.endLine()
            }
        }
        if let signer = self.signer {
            let fields = exchange.body.withUnsafeBytes { body in
                signer.sign(body: body, id: attempt.event.description, now: now, using: tools.hmac)
            }
            for field in fields { exchange.head.append(field.name, field.value) }
        }
    }

    /// The bytes to send.
    ///
    /// Only events that were read back from the store have to be normalized again.
    private func body(of content: EventContent, tools: RequestTools) throws(Impossible) -> [UInt8] {
        guard self.format != .raw else { return content.rawBody }
        if let normalized = content.normalizedBody { return normalized }
        let result = content.rawBody.withUnsafeBytes { raw in
            Result { () throws(PayloadError) in try tools.normalizer.normalize(raw, extracting: tools.nothing) }
        }
        switch result {
        case .success(let document):
            return document.isIdentical ? content.rawBody : document.bytes
        case .failure(let error):
            throw Impossible(detail: "the stored body cannot be normalized: \(error.code)")
        }
    }

    private func writeContentType(_ content: EventContent, _ head: inout HeadBuffer) {
        head.beginLine()
        head.write("Content-Type: ")
        let isKnown: Void? = content.headers.withFirst(Self.contentType) { head.writeValue($0) }
        if isKnown == nil { head.write("application/octet-stream") }
        head.endLine()
    }

    private func writeIdentity(_ attempt: TargetLane.Attempt, source: String, _ head: inout HeadBuffer) {
        withUnsafeTemporaryAllocation(byteCount: EventID.descriptionBytes, alignment: 1) { id in
            attempt.event.write(into: id)
            head.beginLine()
            head.write("Hookgate-Event-Id: ")
            head.write(UnsafeRawBufferPointer(id))
            head.endLine()
            head.beginLine()
            head.write("Idempotency-Key: ")
            head.write(UnsafeRawBufferPointer(id))
            head.write(self.keySuffix.bytes)
            head.endLine()
        }
        head.beginLine()
        head.write("Hookgate-Event: ")
        head.writePercentEncoded(attempt.content.name)
        head.endLine()
        head.beginLine()
        head.write("Hookgate-Source: ")
        head.writePercentEncoded(source)
        head.endLine()
        head.beginLine()
        head.write("Hookgate-Attempt: ")
        head.write(decimal: attempt.number)
        head.endLine()
    }

    private func writeTrace(_ attempt: TargetLane.Attempt, span: UInt64, _ head: inout HeadBuffer) {
        head.beginLine()
        head.write("traceparent: ")
        let isKept = attempt.content.headers.withFirst(Self.traceParent) { value in
            guard TraceParent.isValid(value) else { return false }
            head.write(value)
            return true
        }
        if isKept != true { TraceParent.write(attempt.event, span: span, into: &head) }
        head.endLine()
    }
}

/// What the egress thread needs to make requests, made once.
final class RequestTools {
    let hmac = HMACContext()
    let normalizer = Normalizer()
    /// Nothing is looked up in a body that is only normalized.
    let nothing = Extraction([])
}
