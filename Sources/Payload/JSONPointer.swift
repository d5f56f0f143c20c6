/// The place of a value in a document: RFC 6901.
///
/// `""` is the whole document, `/a/0` the first element of `a`; `~1` stands for `/` and `~0` for `~` in a key.
package struct JSONPointer: Sendable, Hashable {
    package let text: String

    /// Reads the text form.
    ///
    /// - Throws: ``PayloadError`` with ``PayloadError/Code/invalidPointer`` where it does not begin with `/`, or a `~`
    ///   is not followed by 0 or 1.
    package init(_ text: String) throws(PayloadError) {
        var isAfterTilde = false
        for (offset, byte) in text.utf8.enumerated() {
            guard offset > 0 || byte == UInt8(ascii: "/") else { throw PayloadError(.invalidPointer, at: 0) }
            if isAfterTilde, byte != UInt8(ascii: "0"), byte != UInt8(ascii: "1") {
                throw PayloadError(.invalidPointer, at: offset)
            }
            isAfterTilde = byte == UInt8(ascii: "~")
        }
        guard !isAfterTilde else { throw PayloadError(.invalidPointer, at: text.utf8.count) }
        self.text = text
    }

    /// The keys and indices on the way to the value, in UTF-8, without their escapes.
    var tokens: [[UInt8]] {
        var tokens: [[UInt8]] = []
        var isAfterTilde = false
        for byte in self.text.utf8 {
            switch byte {
            case UInt8(ascii: "/"): tokens.append([])
            case UInt8(ascii: "~"): break
            default:
                let isSlash = isAfterTilde && byte == UInt8(ascii: "1")
                let isTilde = isAfterTilde && byte == UInt8(ascii: "0")
                tokens[tokens.count - 1].append(isSlash ? UInt8(ascii: "/") : isTilde ? UInt8(ascii: "~") : byte)
            }
            isAfterTilde = byte == UInt8(ascii: "~")
        }
        return tokens
    }
}
