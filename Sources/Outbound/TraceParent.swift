import Events

/// The `traceparent` header (W3C Trace Context §3.2).
enum TraceParent {
    /// Whether a value that came in can be passed on as it is.
    static func isValid(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count >= 55, Self.isHex(value[0..<2]), value[2] == 0x2D, Self.isHex(value[3..<35]),
            value[35] == 0x2D, Self.isHex(value[36..<52]), value[52] == 0x2D, Self.isHex(value[53..<55])
        else { return false }
        let isFirstVersion = value[0] == 0x30 && value[1] == 0x30
        let isNoVersion = value[0] == 0x66 && value[1] == 0x66
        guard !isNoVersion, value.count == 55 || (!isFirstVersion && value[55] == 0x2D) else { return false }
        return value[3..<35].contains { $0 != 0x30 } && value[36..<52].contains { $0 != 0x30 }
    }

    /// Writes one for an event that came without: the same trace for all of its attempts and targets.
    static func write(_ event: EventID, span: UInt64, into head: inout HeadBuffer) {
        let number = UInt64(event.rawValue)
        head.write("00-")
        head.write(hexadecimal: Self.mixed(number))
        head.write(hexadecimal: Self.mixed(~number) | 1)
        head.write(byte: UInt8(ascii: "-"))
        head.write(hexadecimal: span | 1)
        head.write("-01")
    }

    /// Spreads the bits of a number (the finalizer of SplitMix64).
    private static func mixed(_ number: UInt64) -> UInt64 {
        var value = number &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func isHex(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        bytes.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
    }
}
