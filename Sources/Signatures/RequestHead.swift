/// What a request says under one header name.
package enum HeaderValue: Sendable, Equatable {
    case absent
    /// Present once, or several times with the same value.
    case one(String)
    /// Present several times with different values: two readers could each believe another one.
    case conflicting
}

/// The head of a request, as the listener that received it holds it.
package protocol RequestHead {
    /// Looks up a header; the name comes in lower case.
    func header(_ lowercasedName: String) -> HeaderValue
    /// The method as received.
    var method: String { get }
    /// The request target as received, query included.
    var target: String { get }
}
