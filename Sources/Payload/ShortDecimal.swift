/// A decimal number of at most 17 significant digits, exact: ± 0.DIGITS × 10^point.
///
/// Nothing here is rounded. Only doubles that print with up to 17 digits exist, so a literal with more is none of
/// their printed forms.
struct ShortDecimal: Equatable {
    /// Bytes that the longest printed form has, with some to spare: `-1.2345678901234567e-308` has 24.
    static let printedBytesMax = 32

    private let isNegative: Bool
    /// The digits as a number, without trailing zeros; 0 for zero.
    private let significand: UInt64
    private let digitCount: Int
    private let point: Int

    /// Reads a literal that is a number of RFC 8259; `nil` where it has more than 17 significant digits.
    init?(_ literal: some Collection<UInt8>) {
        var significand: UInt64 = 0
        var digitCount = 0
        var zeros = 0
        var point = 0
        var isNegative = false
        var isFraction = false
        var bytes = literal.makeIterator()
        var exponent = 0
        scan: while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent = Self.exponent(&bytes)
                break scan
            case UInt8(ascii: "0"):
                if significand == 0 {
                    if isFraction { point -= 1 }
                } else {
                    zeros += 1
                    if !isFraction { point += 1 }
                }
            default:
                digitCount += zeros + 1
                guard digitCount <= 17 else { return nil }
                for _ in 0..<zeros { significand *= 10 }
                significand = significand * 10 + UInt64(byte - UInt8(ascii: "0"))
                zeros = 0
                if !isFraction { point += 1 }
            }
        }
        self.significand = significand
        self.digitCount = digitCount
        self.point = significand == 0 ? 0 : point + exponent
        self.isNegative = isNegative && significand != 0
    }

    /// The rest of the literal behind its `e`; beyond a billion it makes no difference any more.
    private static func exponent(_ bytes: inout some IteratorProtocol<UInt8>) -> Int {
        var value = 0
        var isNegative = false
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "+"): break
            default: value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000_000)
            }
        }
        return isNegative ? -value : value
    }

    /// Whether an ECMAScript engine that reads this number prints this number.
    var isShortestOfItsDouble: Bool {
        if self.significand == 0 { return true }
        // Fifteen digits always survive a double of full precision.
        if self.digitCount <= 15, self.point > -300, self.point < 300 { return true }
        guard self.point > -400, self.point < 400 else { return false }
        let sign = self.isNegative ? "-" : ""
        guard let value = Double("\(sign)\(self.significand)e\(self.point - self.digitCount)") else { return false }
        guard value.isFinite, value != 0 else { return false }
        return ShortDecimal(value.description.utf8) == self
    }

    /// Writes what ECMA-262 Number::toString says and returns the number of bytes.
    func write(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var count = 0
        func put(_ byte: UInt8) {
            buffer[count] = byte
            count += 1
        }
        func putZeros(_ number: Int) { for _ in 0..<number { put(UInt8(ascii: "0")) } }
        func putDigits(from first: Int, to last: Int) {
            var power: UInt64 = 1
            for _ in 0..<(self.digitCount - 1 - first) { power *= 10 }
            for _ in first..<last {
                put(UInt8(ascii: "0") + UInt8(self.significand / power % 10))
                power /= 10
            }
        }
        guard self.significand != 0 else {
            put(UInt8(ascii: "0"))
            return count
        }
        if self.isNegative { put(UInt8(ascii: "-")) }
        switch self.point {
        case self.digitCount...21 where self.digitCount <= 21:
            putDigits(from: 0, to: self.digitCount)
            putZeros(self.point - self.digitCount)
        case 1...21:
            putDigits(from: 0, to: self.point)
            put(UInt8(ascii: "."))
            putDigits(from: self.point, to: self.digitCount)
        case -5...0:
            put(UInt8(ascii: "0"))
            put(UInt8(ascii: "."))
            putZeros(-self.point)
            putDigits(from: 0, to: self.digitCount)
        default:
            putDigits(from: 0, to: 1)
            if self.digitCount > 1 {
                put(UInt8(ascii: "."))
                putDigits(from: 1, to: self.digitCount)
            }
            put(UInt8(ascii: "e"))
            put(UInt8(ascii: self.point > 0 ? "+" : "-"))
            for byte in String((self.point - 1).magnitude).utf8 { put(byte) }
        }
        return count
    }
}
