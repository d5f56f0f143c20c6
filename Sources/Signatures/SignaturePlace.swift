package import Payload

/// Where the signatures of a request stand.
package enum SignaturePlace: Sendable, Equatable {
    /// In these headers, each of which may be absent as long as one is there.
    case headers([FieldName])
    /// In headers of this beginning with 1, 2, 3, … behind it, until one is absent.
    case numbered(prefix: String)
    /// In the body.
    case json(JSONPointer)

    /// The header that is read first.
    var firstHeader: FieldName? {
        switch self {
        case .headers(let names): names.first
        case .numbered(let prefix): FieldName("\(prefix)1")
        case .json: nil
        }
    }
}

extension SignaturePlace: CustomStringConvertible {
    /// For people.
    package var description: String {
        switch self {
        case .headers(let names): names.map(\.text).joined(separator: " or ")
        case .numbered(let prefix): "\(prefix)1, \(prefix)2, …"
        case .json(let pointer): "\(pointer.text) of the body"
        }
    }
}
