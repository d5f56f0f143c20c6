import Events

/// The fields of `application/x-www-form-urlencoded` text (WHATWG URL §5.1), in the order of the text.
struct FormFields {
    let fields: [(name: [UInt8], value: [UInt8])]

    /// Reads a body or a query.
    ///
    /// - Returns: `nil` for more than ``Limits/formFieldsMax`` fields, and where a `%` is not followed by two digits: what
    ///   two readers could read differently is not signed.
    init?(_ text: UnsafeRawBufferPointer) {
        var fields: [(name: [UInt8], value: [UInt8])] = []
        for part in text.split(separator: UInt8(ascii: "&"), maxSplits: Limits.formFieldsMax) {
            guard fields.count < Limits.formFieldsMax else { return nil }
            let equal = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = equal < part.endIndex ? part[(equal + 1)...] : part[part.endIndex...]
            guard let name = Self.decoded(part[..<equal]), let value = Self.decoded(value) else { return nil }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The value of the only field of that name; `nil` for none and for several.
    func value(_ name: String) -> [UInt8]? {
        let found = self.fields.filter { $0.name.elementsEqual(name.utf8) }
        return found.count == 1 ? found[0].value : nil
    }

    /// Names with their values, sorted by the bytes of both, the same pair once: what Twilio signs.
    var sorted: [UInt8] {
        let sorted = self.fields.sorted { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        var text: [UInt8] = []
        for (index, field) in sorted.enumerated() {
            if index > 0, sorted[index - 1].name == field.name, sorted[index - 1].value == field.value { continue }
            text += field.name + field.value
        }
        return text
    }

    private static func decoded(_ text: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard index + 2 < text.endIndex else { return nil }
                var byte: UInt8 = 0
                let isRead = withUnsafeMutableBytes(of: &byte) { out in
                    HexText.decode(UnsafeRawBufferPointer(rebasing: text[(index + 1)...(index + 2)]), into: out)
                }
                guard isRead else { return nil }
                bytes.append(byte)
                index += 2
            case let byte: bytes.append(byte)
            }
            index += 1
        }
        return bytes
    }
}
