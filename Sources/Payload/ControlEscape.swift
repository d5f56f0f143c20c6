/// How a control character below U+0020 is printed: the short form where JSON has one, else `\u00xx` in lower case.
enum ControlEscape {
    /// The letter behind the backslash, or 0 where there is no short form.
    @inline(__always)
    static func letter(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: 0
        }
    }

    /// The digit of a value below 16, in lower case.
    @inline(__always)
    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ (value &- 10)
    }

    static func bytes(_ byte: UInt8) -> [UInt8] {
        let letter = self.letter(byte)
        if letter != 0 { return [UInt8(ascii: "\\"), letter] }
        return Array("\\u00".utf8) + [self.hexDigit(byte >> 4), self.hexDigit(byte & 15)]
    }
}
