/// Header fields in one array: `name NUL value NUL name NUL value NUL …`, names in lower case.
///
/// Compact because every event carries one; a header holds no NUL (RFC 9110 §5.5), so the text needs no escaping.
package struct HeaderBlock: Sendable, Equatable {
    package private(set) var bytes: [UInt8]

    package init() { self.bytes = [] }
    /// Takes bytes that an earlier block gave out.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Adds a field at the end; the name is kept in lower case.
    package mutating func append(name: String, value: String) {
        for byte in name.utf8 {
            self.bytes.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        self.bytes.append(0)
        self.bytes.append(contentsOf: value.utf8)
        self.bytes.append(0)
    }

    /// The fields in order.
    package var fields: [(name: String, value: String)] {
        let parts = self.bytes.split(separator: 0, omittingEmptySubsequences: false)
        return stride(from: 0, to: parts.count - 1, by: 2).map { index in
            (String(decoding: parts[index], as: UTF8.self), String(decoding: parts[index + 1], as: UTF8.self))
        }
    }

    /// The first value of a field; `name` in lower case.
    package func first(_ name: String) -> String? {
        guard !self.bytes.isEmpty else { return nil }
        return self.fields.first { $0.name == name }?.value
    }
}
