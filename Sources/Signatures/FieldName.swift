/// The name of a header field: compared in lower case, written as it was given.
package struct FieldName: Sendable, Equatable, ExpressibleByStringLiteral {
    package let text: String
    package let lowercased: String

    package init(_ text: String) {
        self.text = text
        self.lowercased = text.lowercased()
    }

    package init(stringLiteral text: String) { self.init(text) }

    /// Whether it can be a field name: a token of RFC 9110 §5.6.2.
    package var isValid: Bool {
        !self.text.isEmpty
            && self.text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
