internal import Events
internal import Payload
internal import Signatures

/// Collects what a source looks up in its bodies, each place once.
struct ExtractionPlan {
    private(set) var pointers: [JSONPointer] = []

    private mutating func slot(_ pointer: JSONPointer) -> Int {
        if let known = self.pointers.firstIndex(of: pointer) { return known }
        self.pointers.append(pointer)
        return self.pointers.count - 1
    }

    mutating func location(_ location: ValueLocation) -> SourceContext.Location {
        switch location {
        case .json(let pointer): .json(self.slot(pointer))
        case .header(let name): .header(name)
        case .constant(let text): .constant(text)
        case .firstOf(let places): .firstOf(places.map { self.location($0) })
        case .joined(let places): .joined(places.map { self.location($0) })
        }
    }

    mutating func keyPart(_ part: IdempotencyKeyPart, of scheme: SignatureScheme) -> SourceContext.KeyPart {
        switch part {
        case .event: return .event
        case .body: return .body
        case .timestamp: return scheme.occurredAt.map { .value(self.location($0)) } ?? .nowhere
        case .id: return scheme.deliveryID.map { .value(self.location($0)) } ?? .nowhere
        case .header(let name): return .value(.header(name))
        case .json(let text):
            // Settings has read the pointer before; one that is none finds nothing.
            guard let pointer = try? JSONPointer(text) else { return .nowhere }
            return .value(.json(self.slot(pointer)))
        }
    }
}
