/// A document as an ECMAScript engine would print it (product.md §2.4), and what the pointers found in it.
package struct NormalizedDocument: Sendable {
    /// The normalized body.
    package let bytes: [UInt8]
    /// Whether that is the same as the body that was read: then one array can serve for both.
    package let isIdentical: Bool
    /// One per pointer of the extraction, in its order; `nil` where the document has no such value.
    package let values: [ExtractedValue?]

    /// The text of a value.
    ///
    /// - Returns: `nil` where the value is absent or no string, and for a string with a lone surrogate: that is
    ///   JSON, but no text.
    package func string(_ index: Int) -> String? {
        self.withStringBytes(index) { String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the text of a value in UTF-8, in place where no escape is in it.
    ///
    /// - Returns: `nil` in the cases of ``string(_:)``; `body` is not called then.
    package func withStringBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard let value = self.values[index], value.kind == .string else { return nil }
        let inner = (value.range.lowerBound + 1)..<(value.range.upperBound - 1)
        return self.bytes.withUnsafeBytes { all in
            let printed = UnsafeRawBufferPointer(rebasing: all[inner])
            guard printed.contains(UInt8(ascii: "\\")) else { return body(printed) }
            guard let text = Self.unescaped(printed) else { return nil }
            return text.withUnsafeBytes(body)
        }
    }

    /// Lends the normalized bytes of a value of any kind; a string with its quotes.
    ///
    /// Two values have the same bytes only where they are the same value, so this is what to hash.
    ///
    /// - Returns: `nil` where the value is absent; `body` is not called then.
    package func withValueBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard let value = self.values[index] else { return nil }
        return self.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[value.range])) }
    }

    /// Takes the escapes out of a normalized string; `nil` for a lone surrogate.
    private static func unescaped(_ printed: UnsafeRawBufferPointer) -> [UInt8]? {
        var text: [UInt8] = []
        text.reserveCapacity(printed.count)
        var position = 0
        while position < printed.count {
            let byte = printed[position]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                position += 1
                continue
            }
            let letter = printed[position + 1]
            position += 2
            switch letter {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "u"):
                // What is left of these in a normalized string is a control character or a lone surrogate.
                guard printed[position] == UInt8(ascii: "0") else { return nil }
                let low = printed[position + 3]
                let digit = low <= UInt8(ascii: "9") ? low - UInt8(ascii: "0") : low - UInt8(ascii: "a") + 10
                text.append((printed[position + 2] - UInt8(ascii: "0")) << 4 | digit)
                position += 4
            default: text.append(letter)
            }
        }
        return text
    }
}
