/// Why bytes are no JSON document that the gateway takes, or a text is no JSON pointer.
///
/// It never holds a byte of the payload: it may go to logs and to the sender.
package struct PayloadError: Error, Sendable, Equatable {
    /// The closed list of causes.
    package enum Code: String, Sendable, CaseIterable {
        /// No byte, or nothing but white space.
        case empty
        /// The document begins with a byte order mark (RFC 8259 §8.1).
        case byteOrderMark = "byte_order_mark"
        /// A byte that cannot stand here.
        case unexpectedByte = "unexpected_byte"
        /// The document ends inside a value.
        case unterminated
        /// Something follows the document.
        case trailingBytes = "trailing_bytes"
        /// A number that RFC 8259 §6 does not know.
        case invalidNumber = "invalid_number"
        /// An escape that RFC 8259 §7 does not know.
        case invalidEscape = "invalid_escape"
        /// A control character in a string, not escaped.
        case controlCharacter = "control_character"
        /// Bytes in a string that are no UTF-8 (RFC 3629).
        case invalidUTF8 = "invalid_utf8"
        /// A key that its object already has, compared without escapes.
        case duplicateKey = "duplicate_key"
        /// More nested arrays and objects than are allowed.
        case tooDeep = "too_deep"
        /// More bytes than a document can have.
        case tooLarge = "too_large"
        /// A text that is no JSON pointer (RFC 6901 §3).
        case invalidPointer = "invalid_pointer"
    }

    package let code: Code
    /// Bytes from the beginning to the place of the fault.
    package let offset: Int

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// What is wrong, where, and what would be right.
    package var message: String {
        switch self.code {
        case .empty: "the body is empty, and an empty text is no JSON; send a document"
        case .byteOrderMark: "the body begins with a byte order mark; JSON is sent without one"
        case .unexpectedByte: "a byte that no JSON has there, at byte \(self.offset); send RFC 8259 JSON"
        case .unterminated: "the JSON ends in the middle of a value, at byte \(self.offset); send all of it"
        case .trailingBytes: "more bytes after the JSON document, at byte \(self.offset); send one document"
        case .invalidNumber: "a malformed number at byte \(self.offset); see RFC 8259 section 6"
        case .invalidEscape: "a malformed escape in a string at byte \(self.offset); see RFC 8259 section 7"
        case .controlCharacter: "a control character in a string at byte \(self.offset); escape it"
        case .invalidUTF8: "a string is not valid UTF-8 at byte \(self.offset); JSON is sent in UTF-8"
        case .duplicateKey: "an object has the same key twice, again at byte \(self.offset); readers would differ"
        case .tooDeep: "arrays and objects are nested too deep at byte \(self.offset); flatten the document"
        case .tooLarge: "the document has more bytes than can be read; send a smaller one"
        case .invalidPointer:
            "no JSON pointer (RFC 6901) at byte \(self.offset); begin with / and write ~0 for ~ and ~1 for /"
        }
    }
}

extension PayloadError: CustomStringConvertible {
    package var description: String { self.message }
}
