package import Payload

/// Where a request says something about its event.
package enum ValueLocation: Sendable, Hashable {
    /// In the body, at a JSON pointer (RFC 6901).
    case json(JSONPointer)
    /// In a header; the name in lower case.
    case header(String)
    /// The same for every request.
    case constant(String)
    /// The first of these places that has something; no place is of this kind itself.
    case firstOf([ValueLocation])
    /// What stands in these places with a dot between, those left out that have nothing.
    case joined([ValueLocation])

    /// The places that are no combination of others.
    package var leaves: [ValueLocation] {
        switch self {
        case .json, .header, .constant: [self]
        case .firstOf(let places), .joined(let places): places.flatMap(\.leaves)
        }
    }
}

extension ValueLocation: CustomStringConvertible {
    /// For people: `/event`, `header x-event` or `"fixed"`.
    package var description: String {
        switch self {
        case .json(let pointer): pointer.text
        case .header(let name): "header \(name)"
        case .constant(let text): "\"\(text)\""
        case .firstOf(let places): places.map(\.description).joined(separator: ", or else ")
        case .joined(let places): places.map(\.description).joined(separator: " and ")
        }
    }
}
