/// What a signature is made over: the parts of a request, one after the other without anything between them.
///
/// The body stands in it exactly once, as raw bytes. In gateway.conf it is a template: `{timestamp}.{body}`.
package struct SignedContent: Sendable, Equatable {
    /// One part.
    package enum Part: Sendable, Equatable {
        case literal(String)
        /// The timestamp as it was sent, in the place that the scheme names.
        case timestamp
        /// The delivery id, in the header that the scheme names.
        case id
        /// The value of another header; the name in lower case.
        case header(String)
        /// The body as received.
        case body
    }

    package let parts: [Part]

    /// Takes parts as they are; ``SignatureScheme/validate()`` says whether they make sense.
    package init(_ parts: Part...) { self.parts = parts }

    /// Reads a template: text, in which `{timestamp}`, `{id}`, `{header:NAME}` and `{body}` stand for parts.
    ///
    /// - Throws: ``SchemeError/Code/invalidTemplate`` for an unknown or unclosed brace, or where `{body}` does not
    ///   stand exactly once.
    package init(template: String) throws(SchemeError) {
        var parts: [Part] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw Self.error("the signed content \"\(template)\" has a { without a }")
            }
            let name = rest[rest.index(after: open)..<close]
            guard let part = Part(placeholder: String(name)) else {
                throw Self.error("the signed content \"\(template)\" names {\(name)}, which is no part of a request")
            }
            parts.append(part)
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        self.parts = parts
        guard self.hasOneBody else {
            throw Self.error("the signed content \"\(template)\" does not hold {body} exactly once")
        }
    }

    private static func error(_ problem: String) -> SchemeError {
        SchemeError(
            .invalidTemplate,
            problem,
            fix: "write it of {body}, {timestamp}, {id}, {header:NAME} and plain text, such as \"{timestamp}.{body}\""
        )
    }

    /// Whether the body stands in it exactly once.
    var hasOneBody: Bool { self.parts.count { $0 == .body } == 1 }

    /// The template that says the same.
    package var template: String { self.parts.map(\.template).joined() }
}

extension SignedContent.Part {
    fileprivate init?(placeholder name: String) {
        switch name {
        case "timestamp": self = .timestamp
        case "id": self = .id
        case "body": self = .body
        default:
            guard name.hasPrefix("header:"), FieldName(String(name.dropFirst(7))).isValid else { return nil }
            self = .header(name.dropFirst(7).lowercased())
        }
    }

    fileprivate var template: String {
        switch self {
        case .literal(let text): text
        case .timestamp: "{timestamp}"
        case .id: "{id}"
        case .header(let name): "{header:\(name)}"
        case .body: "{body}"
        }
    }
}
