internal import Events
internal import Payload
internal import Signatures

/// An event's name, and where events of that name go.
struct ResolvedName {
    let name: String
    let route: IngestRoute
}

/// A source as one event loop uses it: what to look up in a body, and the routes that were asked for already.
final class SourceContext {
    /// Where a value of a request stands.
    enum Location {
        case constant(String)
        /// Name of a header field, in lower case.
        case header(String)
        /// Place in the values of a document that was read with ``SourceContext/extraction``.
        case json(Int)
        /// The first that has something.
        case firstOf([Location])
        /// All that have something, with a dot between.
        case joined([Location])
    }

    /// One part of the idempotency key.
    enum KeyPart {
        case event
        case body
        case value(Location)
        /// The scheme has no place for what the key asks for: always the body instead.
        case nowhere
    }

    let source: IngestSource
    let extraction: Extraction
    let eventName: Location
    let occurredAt: Location?
    let key: [KeyPart]
    private var resolved: [UInt64: ResolvedName] = [:]
    private let namesMax: Int

    init(_ source: IngestSource, namesMax: Int = Limits.resolvedNamesPerLoopMax) {
        var plan = ExtractionPlan()
        self.source = source
        self.namesMax = namesMax
        self.eventName = plan.location(source.scheme.eventName)
        self.occurredAt = source.scheme.occurredAt.map { plan.location($0) }
        self.key = source.key.map { plan.keyPart($0, of: source.scheme) }
        self.extraction = Extraction(plan.pointers)
    }

    /// Whether requests of that method, other than POST, can be of use to the source.
    func takes(_ method: String) -> Bool {
        self.source.handshake?.responder.method == method
    }

    /// Checks a name that stands in a request, and finds its route.
    func resolve(_ bytes: UnsafeRawBufferPointer) -> Result<ResolvedName, Refusal> {
        var hasher = Hasher()
        hasher.combine(bytes: bytes)
        let hash = UInt64(bitPattern: Int64(hasher.finalize()))
        if let known = self.resolved[hash], known.name.utf8.elementsEqual(bytes) { return .success(known) }
        guard !bytes.isEmpty else { return .failure(Refusal(.missingEventName)) }
        guard bytes.count <= Limits.eventNameBytesMax, !Self.hasControlCharacter(bytes) else {
            return .failure(Refusal(.invalidEventName))
        }
        let name = String(decoding: bytes, as: UTF8.self)
        let resolved = ResolvedName(name: name, route: self.source.route(name))
        if self.resolved.count >= self.namesMax { self.resolved.removeAll(keepingCapacity: true) }
        self.resolved[hash] = resolved
        return .success(resolved)
    }

    /// Finds the route of a source whose events all have one name.
    func resolve(constant name: String) -> ResolvedName {
        if let known = self.resolved[0], known.name == name { return known }
        let resolved = ResolvedName(name: name, route: self.source.route(name))
        self.resolved[0] = resolved
        return resolved
    }

    /// C0 controls, delete, and the C1 controls in UTF-8.
    private static func hasControlCharacter(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F { return true }
            if previous == 0xC2, byte < 0xA0 { return true }
            previous = byte
        }
        return false
    }
}
