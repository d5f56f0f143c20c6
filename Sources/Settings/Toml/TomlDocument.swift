import CToml

/// Why a text is no TOML, and where.
struct TomlError: Error, Sendable, Equatable {
    let place: Place
    let message: String
}

/// Reads TOML 1.0 into values that know their places.
enum TomlDocument {
    /// The root table of a text, which is bounded by the caller and need not be UTF-8.
    ///
    /// - Throws: The first syntax error.
    static func parse(_ bytes: [UInt8]) throws(TomlError) -> TomlNode {
        let document = bytes.withUnsafeBytes { buffer in
            ctoml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard let document else { throw TomlError(place: .start, message: "memory ran out") }
        defer { ctoml_free(document) }
        var place = ctoml_place(line: 1, column: 1)
        if let text = ctoml_error(document, &place) {
            throw TomlError(place: Place(place), message: Self.reason(String(cString: text)))
        }
        var count = 0
        guard let items = ctoml_items(document, &count), count > 0 else {
            throw TomlError(place: .start, message: "no TOML")
        }
        var cursor = Cursor(items: UnsafeBufferPointer(start: items, count: count))
        return cursor.next()
    }

    /// Without the parser's "Error while parsing …: ", which says less than the place.
    ///
    /// It quotes numbers that it cannot hold, and a secret without quotes may look like one.
    private static func reason(_ text: String) -> String {
        guard !text.contains("representable"), !text.contains("interpreted") else {
            return "a number is too large, or a text has no quotes"
        }
        guard text.hasPrefix("Error while parsing "), let colon = text.firstIndex(of: ":") else { return text }
        return String(text[text.index(after: colon)...].drop { $0 == " " })
    }

    /// Walks the items, each table and list followed by what it holds.
    private struct Cursor {
        let items: UnsafeBufferPointer<ctoml_item>
        var index = 0

        mutating func next() -> TomlNode {
            let item = self.items[self.index]
            self.index += 1
            return TomlNode(content: self.content(of: item), place: Place(item.place))
        }

        private mutating func content(of item: ctoml_item) -> TomlNode.Content {
            switch Int(item.kind) {
            case Int(CTOML_TABLE.rawValue):
                var entries: [TomlEntry] = []
                for _ in 0..<item.children {
                    let child = self.items[self.index]
                    let key = Self.text(child.key, child.key_bytes)
                    entries.append(TomlEntry(key: key, keyPlace: Place(child.key_place), value: self.next()))
                }
                return .table(entries)
            case Int(CTOML_ARRAY.rawValue):
                var nodes: [TomlNode] = []
                for _ in 0..<item.children { nodes.append(self.next()) }
                return .array(nodes)
            case Int(CTOML_STRING.rawValue): return .string(Self.text(item.text, item.text_bytes))
            case Int(CTOML_INTEGER.rawValue): return .integer(item.integer)
            case Int(CTOML_FLOAT.rawValue): return .float(item.number)
            case Int(CTOML_BOOLEAN.rawValue): return .boolean(item.integer != 0)
            default: return .date
            }
        }

        private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
            String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
        }
    }
}

extension Place {
    fileprivate init(_ place: ctoml_place) {
        self.init(line: Int(place.line), column: Int(place.column))
    }
}
