package import Payload

/// What a signature is made over: the parts of a request, one after the other without anything between them.
///
/// In gateway.conf it is a template: `{timestamp}.{body}`.
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
        /// The method as received.
        case method
        /// The URL that the sender was given, from the configuration, and the query of the request.
        case url
        /// The path of that URL, and the query of the request.
        case path
        /// A text, number or truth value of the body; a text without its quotes and escapes.
        case json(JSONPointer)
        /// A query parameter, decoded.
        case query(String)
        /// The fields of a form body, sorted by name, each name with its value behind it.
        case form
        /// The SHA-256 of the body in lower-case hex.
        case bodySHA256
        /// The CRC-32 of the body (ISO 3309) as a decimal number: no protection against an attacker.
        case bodyCRC32
        /// What the sender calls this webhook, from the configuration.
        case senderID
        /// Parts that are left out together where a value of them is absent.
        case optional([Part])
    }

    package let parts: [Part]

    /// Takes parts as they are; ``SignatureScheme/validate()`` says whether they make sense.
    package init(_ parts: Part...) { self.parts = parts }

    /// Reads a template: text, in which names in braces stand for parts, and `{?…}` for parts that may be absent.
    ///
    /// - Parameters:
    ///   - template: As in gateway.conf.
    ///   - needsBody: Whether `{body}` must stand in it.
    /// - Throws: ``SchemeError/Code/invalidTemplate`` for an unknown or unclosed brace, a body that stands in it twice or,
    ///   where it is needed, not at all.
    package init(template: String, needsBody: Bool = true) throws(SchemeError) {
        var reader = SignedContentReader(template)
        self.parts = try reader.parts()
        let isSound = needsBody ? self.hasOneBody : self.bodyCount <= 1 && !self.parts.allSatisfy(\.isLiteral)
        guard isSound else {
            throw SignedContentReader.error("the signed content \"\(template)\" does not hold {body} exactly once")
        }
    }

    private var bodyCount: Int { self.parts.count { $0 == .body } }

    /// Whether the body stands in it exactly once.
    var hasOneBody: Bool { self.bodyCount == 1 }

    /// Whether it covers the whole body: as it is, by its hash, or as the form that it is.
    var holdsBody: Bool { self.parts.contains { $0 == .body || $0 == .bodySHA256 || $0 == .form } }

    /// All parts, those that may be absent too.
    var allParts: [Part] {
        self.parts.flatMap { part -> [Part] in if case .optional(let inner) = part { inner } else { [part] } }
    }

    /// The template that says the same.
    package var template: String { self.parts.map(\.template).joined() }
}

extension SignedContent.Part {
    /// Whether ``PreparedHMAC`` knows it.
    var isPlain: Bool {
        switch self {
        case .literal, .timestamp, .id, .header, .body: true
        default: false
        }
    }

    var isLiteral: Bool { if case .literal = self { true } else { false } }

    fileprivate var template: String {
        switch self {
        case .literal(let text): text
        case .timestamp: "{timestamp}"
        case .id: "{id}"
        case .header(let name): "{header:\(name)}"
        case .body: "{body}"
        case .method: "{method}"
        case .url: "{url}"
        case .path: "{path}"
        case .json(let pointer): "{json:\(pointer.text)}"
        case .query(let name): "{query:\(name)}"
        case .form: "{form}"
        case .bodySHA256: "{sha256}"
        case .bodyCRC32: "{crc32}"
        case .senderID: "{sender_id}"
        case .optional(let parts): "{?\(parts.map(\.template).joined())}"
        }
    }
}
