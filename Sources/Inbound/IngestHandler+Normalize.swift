// Normalize: proven bytes to a document, its event name and the time it happened.

internal import Events
internal import Payload
internal import Signatures

/// What was read in a proven request.
struct ReadRequest {
    let document: NormalizedDocument
    let name: String
    let route: IngestRoute
}

extension IngestHandler {
    /// Reads the body strictly and finds the event's name.
    func normalize(_ request: CurrentRequest, _ verified: VerifiedRequest) throws(Refusal) -> ReadRequest {
        let source = request.source
        let document: NormalizedDocument
        do {
            document = try self.loop.normalizer.normalize(verified.body, extracting: source.extraction)
        } catch {
            throw Refusal(.invalidJSON)
        }
        let found: Result<ResolvedName, Refusal>? =
            switch source.eventName {
            case .constant(let name): .success(source.resolve(constant: name))
            case .json(let slot): document.withStringBytes(slot) { source.resolve($0) }
            case .header(let field):
                switch request.head.field(field) {
                case .absent: nil
                case .one(var value): value.withUTF8 { source.resolve(UnsafeRawBufferPointer($0)) }
                case .conflicting: .failure(Refusal(.invalidEventName))
                }
            }
        guard let found else {
            // A value that is there and is no text is not the same mistake as no value.
            if case .json(let slot) = source.eventName, document.values[slot] != nil {
                throw Refusal(.invalidEventName)
            }
            throw Refusal(.missingEventName)
        }
        let resolved = try found.get()
        return ReadRequest(document: document, name: resolved.name, route: resolved.route)
    }

    /// When it happened, if the sender says so in a form that can be read.
    func occurrence(_ request: CurrentRequest, _ document: NormalizedDocument) -> Timestamp? {
        switch request.source.occurredAt {
        case .constant?, nil: nil
        case .header(let field)?:
            if case .one(var value) = request.head.field(field) {
                value.withUTF8 { OccurrenceTime.read(UnsafeRawBufferPointer($0)) }
            } else {
                nil
            }
        case .json(let slot)?:
            switch document.values[slot]?.kind {
            case .string?: document.withStringBytes(slot, OccurrenceTime.read) ?? nil
            case .number?: document.withValueBytes(slot, OccurrenceTime.read) ?? nil
            default: nil
            }
        }
    }
}
