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
            case .firstOf, .joined:
                self.text(source.eventName, request, document).map { name in name.withUnsafeBytes { source.resolve($0) }
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

    /// What stands in a place, or in several: a text of the body or the value of a header, `nil` where there is nothing.
    ///
    /// Numbers count as text here: some senders number their events.
    func text(
        _ location: SourceContext.Location,
        _ request: CurrentRequest,
        _ document: NormalizedDocument
    ) -> [UInt8]? {
        switch location {
        case .constant(let text): return Array(text.utf8)
        case .json(let slot):
            if document.values[slot]?.kind == .number { return document.withValueBytes(slot) { Array($0) } }
            return document.withStringBytes(slot) { $0.isEmpty ? nil : Array($0) } ?? nil
        case .header(let field):
            guard case .one(let value) = request.head.field(field), !value.isEmpty else { return nil }
            return Array(value.utf8)
        case .firstOf(let places):
            for place in places {
                if let text = self.text(place, request, document) { return text }
            }
            return nil
        case .joined(let places):
            let texts = places.compactMap { self.text($0, request, document) }
            return texts.isEmpty ? nil : Array(texts.joined(separator: [UInt8(ascii: ".")]))
        }
    }

    /// When it happened, if the sender says so in a form that can be read.
    func occurrence(_ request: CurrentRequest, _ document: NormalizedDocument) -> Timestamp? {
        switch request.source.occurredAt {
        case .constant?, .firstOf?, .joined?, nil: nil
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
