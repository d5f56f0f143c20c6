package import Payload

/// Where a request says something about its event.
package enum ValueLocation: Sendable, Hashable {
    /// In the body, at a JSON pointer (RFC 6901).
    case json(JSONPointer)
    /// In a header; the name in lower case.
    case header(String)
    /// The same for every request.
    case constant(String)
}

extension ValueLocation: CustomStringConvertible {
    /// For people: `/event`, `header x-event` or `"fixed"`.
    package var description: String {
        switch self {
        case .json(let pointer): pointer.text
        case .header(let name): "header \(name)"
        case .constant(let text): "\"\(text)\""
        }
    }
}
