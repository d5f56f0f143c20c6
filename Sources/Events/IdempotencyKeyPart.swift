/// One part of the key that tells two events apart (product.md §2.5).
package enum IdempotencyKeyPart: Sendable, Hashable {
    /// The event's name.
    case event
    /// The timestamp in the place that the source's scheme names as the time of the event.
    case timestamp
    /// SHA-256 of the normalized body.
    case body
    /// The delivery id in the place that the source's scheme names.
    case id
    /// A header's value; the name in lower case.
    case header(String)
    /// The value at a JSON pointer (RFC 6901).
    case json(String)
}

extension IdempotencyKeyPart: CustomStringConvertible {
    /// As written in gateway.conf.
    package var description: String {
        switch self {
        case .event: "event"
        case .timestamp: "timestamp"
        case .body: "body"
        case .id: "id"
        case .header(let name): "header:\(name)"
        case .json(let pointer): "json:\(pointer)"
        }
    }

    /// Reads what gateway.conf says; `nil` where it is no key part.
    package init?(_ text: String) {
        switch text {
        case "event": self = .event
        case "timestamp": self = .timestamp
        case "body": self = .body
        case "id": self = .id
        default:
            if text.hasPrefix("header:"), text.utf8.count > 7 {
                self = .header(String(text.dropFirst(7)).lowercased())
            } else if text.hasPrefix("json:/") {
                self = .json(String(text.dropFirst(5)))
            } else {
                return nil
            }
        }
    }
}
