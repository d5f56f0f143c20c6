import Payload

/// A request as the rules of a handshake look at it.
struct HandshakeRequest<Head: RequestHead> {
    private let head: Head
    private let query: HandshakeQuery
    private let isBodyEmpty: Bool
    private var document: NormalizedDocument?
    private var places: [String] = []

    init(_ head: Head, isBodyEmpty: Bool) {
        self.head = head
        self.query = HandshakeQuery(target: head.target)
        self.isBodyEmpty = isBodyEmpty
    }

    /// Adds a body that is proven; `places` are the pointers that its values were looked up with.
    mutating func read(_ document: NormalizedDocument, places: [String]) {
        self.document = document
        self.places = places
    }

    func meets(_ condition: HandshakeRules.Condition) -> Bool {
        switch condition {
        case .equals(.json(let pointer), let printed):
            self.withPlace(pointer) { document, index in
                document.withValueBytes(index) { $0.elementsEqual(printed.utf8) }
            } ?? false
        case .equals(let place, let text): self.text(place) == .one(Array(text.utf8))
        case .exists(let place): self.isThere(place)
        case .absent(let place): !self.isThere(place)
        case .emptyBody: self.isBodyEmpty
        }
    }

    /// The text that stands in a place; in the body only a string.
    func text(_ place: HandshakeRules.Place) -> HandshakeValue {
        switch place {
        case .query(let name): return self.query.value(name)
        case .header(let name):
            switch self.head.header(name.lowercased) {
            case .absent: return .absent
            case .one(let value): return .one(Array(value.utf8))
            case .conflicting: return .conflicting
            }
        case .json(let pointer):
            let bytes = self.withPlace(pointer) { document, index in document.withStringBytes(index) { Array($0) } }
            return bytes.map(HandshakeValue.one) ?? .absent
        }
    }

    /// Whether anything stands there; two different values are something.
    private func isThere(_ place: HandshakeRules.Place) -> Bool {
        if case .json(let pointer) = place {
            return self.withPlace(pointer) { document, index in document.values[index] } != nil
        }
        return self.text(place) != .absent
    }

    private func withPlace<Result>(
        _ pointer: StaticString,
        _ body: (NormalizedDocument, Int) -> Result?
    ) -> Result? {
        guard let document = self.document, let index = self.places.firstIndex(of: "\(pointer)") else { return nil }
        return body(document, index)
    }
}
