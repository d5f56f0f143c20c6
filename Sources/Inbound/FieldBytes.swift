/// What single bytes and short runs of bytes in a head may be (RFC 9110 §5.6, RFC 3986 §3.2).
enum FieldBytes {
    /// Bits of the ASCII characters that a token is made of, for the code points 0-63 and 64-127.
    private static let tokenBits: (UInt64, UInt64) = Self.bits(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    /// Bits of the characters that a host with a port is made of: names, addresses in brackets, percent signs.
    private static let hostBits: (UInt64, UInt64) = Self.bits(
        "!$%&'()*+,;=:[]-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )

    private static func bits(_ characters: StaticString) -> (UInt64, UInt64) {
        var bits: (UInt64, UInt64) = (0, 0)
        characters.withUTF8Buffer { buffer in
            for byte in buffer {
                if byte < 64 { bits.0 |= 1 << UInt64(byte) } else { bits.1 |= 1 << UInt64(byte - 64) }
            }
        }
        return bits
    }

    private static func holds(_ bits: (UInt64, UInt64), _ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? bits.0 : bits.1) >> UInt64(byte & 63) & 1 == 1
    }

    static func isToken(_ byte: UInt8) -> Bool { Self.holds(Self.tokenBits, byte) }

    /// Whether a `Host` value is one host, and not empty.
    static func isHost(_ value: UnsafeRawBufferPointer) -> Bool {
        !value.isEmpty && value.allSatisfy { Self.holds(Self.hostBits, $0) }
    }

    /// Reads a `Content-Length`: digits alone, at most 18 of them.
    static func length(_ value: UnsafeRawBufferPointer) -> Int? {
        guard !value.isEmpty, value.count <= 18 else { return nil }
        var length = 0
        for byte in value {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            length = length * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return length
    }

    /// The value of a hexadecimal digit.
    static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

extension UInt8 {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let colon: UInt8 = 0x3A

    /// An ASCII letter in lower case; other bytes as they are.
    var lowercasedASCII: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

extension UnsafeRawBufferPointer {
    func isEqual(to text: StaticString) -> Bool {
        text.withUTF8Buffer { self.count == $0.count && self.elementsEqual($0) }
    }

    /// Compares without regard to the case of ASCII letters; `text` is in lower case.
    func isEqual(toLowercase text: StaticString) -> Bool {
        text.withUTF8Buffer { other in
            guard self.count == other.count else { return false }
            for index in 0..<self.count where self[index].lowercasedASCII != other[index] { return false }
            return true
        }
    }

    /// The bytes from `start` on without spaces and tabs at both ends.
    func trimmed(from start: Int) -> UnsafeRawBufferPointer {
        var low = start
        var high = self.count
        while low < high, self[low] == .space || self[low] == .tab { low += 1 }
        while high > low, self[high - 1] == .space || self[high - 1] == .tab { high -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[low..<high])
    }
}
