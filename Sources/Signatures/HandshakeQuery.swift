/// The fields behind the `?` of a request's target, as forms write them (WHATWG URL §5.1).
struct HandshakeQuery {
    private let fields: [(name: [UInt8], value: [UInt8])]

    init(target: String) {
        let query = target.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        guard query.count == 2 else {
            self.fields = []
            return
        }
        self.fields = query[1].split(separator: UInt8(ascii: "&")).map { field in
            let pair = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(pair[0]), pair.count == 2 ? Self.decoded(pair[1]) : [])
        }
    }

    /// The value of a field; refused where two fields of the name say different things.
    func value(_ name: String) -> HandshakeValue {
        var found: [UInt8]?
        for field in self.fields where field.name.elementsEqual(name.utf8) {
            if let found, found != field.value { return .conflicting }
            found = field.value
        }
        return found.map(HandshakeValue.one) ?? .absent
    }

    /// Takes percent signs and plus signs out; a percent sign that begins nothing stays.
    private static func decoded(_ text: Substring.UTF8View) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let code = UInt8(String(rest.prefix(2)) ?? "", radix: 16),
                rest.first != UInt8(ascii: "+")
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return bytes
    }
}

/// What a request says in one of the places that a handshake looks at.
enum HandshakeValue: Equatable {
    case absent
    case one([UInt8])
    /// Two readers could each believe another one.
    case conflicting
}
