import Payload

/// Walks over a template of signed content.
struct SignedContentReader {
    private let template: String
    private var rest: Substring

    init(_ template: String) {
        self.template = template
        self.rest = template[...]
    }

    /// Reads all of it, or what is inside of `{?…}` up to its brace.
    mutating func parts(isInside: Bool = false) throws(SchemeError) -> [SignedContent.Part] {
        var parts: [SignedContent.Part] = []
        while let next = self.rest.firstIndex(where: { $0 == "{" || (isInside && $0 == "}") }) {
            if next > self.rest.startIndex { parts.append(.literal(String(self.rest[..<next]))) }
            let isEnd = self.rest[next] == "}"
            self.rest = self.rest[self.rest.index(after: next)...]
            if isEnd { return parts }
            parts.append(try self.part(isInside: isInside))
        }
        guard !isInside else { throw Self.error("the signed content \"\(self.template)\" has a {? without its }") }
        if !self.rest.isEmpty { parts.append(.literal(String(self.rest))) }
        return parts
    }

    private mutating func part(isInside: Bool) throws(SchemeError) -> SignedContent.Part {
        if self.rest.first == "?", !isInside {
            self.rest = self.rest.dropFirst()
            let parts = try self.parts(isInside: true)
            guard parts.contains(where: { !$0.isLiteral }), !parts.contains(.body) else {
                throw Self.error("the signed content \"\(self.template)\" has a {?} without a value that may be absent")
            }
            return .optional(parts)
        }
        guard let close = self.rest.firstIndex(of: "}") else {
            throw Self.error("the signed content \"\(self.template)\" has a { without a }")
        }
        let name = String(self.rest[..<close])
        guard let part = SignedContent.Part(placeholder: name) else {
            throw Self.error("the signed content \"\(self.template)\" names {\(name)}, which is no part of a request")
        }
        self.rest = self.rest[self.rest.index(after: close)...]
        return part
    }

    static func error(_ problem: String) -> SchemeError {
        SchemeError(
            .invalidTemplate,
            problem,
            fix: "write it of {body}, {timestamp}, {id}, {header:NAME} and plain text, such as \"{timestamp}.{body}\""
        )
    }
}

extension SignedContent.Part {
    fileprivate init?(placeholder name: String) {
        switch name {
        case "timestamp": self = .timestamp
        case "id": self = .id
        case "body": self = .body
        case "method": self = .method
        case "url": self = .url
        case "path": self = .path
        case "form": self = .form
        case "sha256": self = .bodySHA256
        case "crc32": self = .bodyCRC32
        case "sender_id": self = .senderID
        default:
            let words = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard words.count == 2, !words[1].isEmpty else { return nil }
            switch words[0] {
            case "header":
                guard FieldName(words[1]).isValid else { return nil }
                self = .header(words[1].lowercased())
            case "json":
                guard let pointer = try? JSONPointer(words[1]) else { return nil }
                self = .json(pointer)
            case "query": self = .query(words[1])
            default: return nil
            }
        }
    }
}
