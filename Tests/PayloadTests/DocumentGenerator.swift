import GatewayTesting

/// Makes random documents that the normalizer must take, with everything that is hard about JSON.
struct DocumentGenerator {
    var random: SeededGenerator
    private var bytes: [UInt8] = []
    private var budget = 0

    init(seed: UInt64) { self.random = SeededGenerator(seed: seed) }

    /// One document of some size; now and then a deep one.
    mutating func document() -> [UInt8] {
        self.bytes = []
        self.budget = 1 + self.random.below(60)
        if self.random.once(in: 40) {
            self.nest()
        } else {
            self.space()
            self.value(depth: 0)
            self.space()
        }
        return self.bytes
    }

    private mutating func put(_ text: String) { self.bytes += text.utf8 }

    private mutating func nest() {
        let depth = 1 + self.random.below(128)
        var closing: [UInt8] = []
        for _ in 0..<depth {
            if self.random.once(in: 2) {
                self.put("[")
                closing.append(UInt8(ascii: "]"))
            } else {
                self.put("{")
                self.string(self.keyUnits())
                self.put(":")
                closing.append(UInt8(ascii: "}"))
            }
            self.space()
        }
        // A container without content needs none; an object's key needs a value.
        self.number()
        self.bytes += closing.reversed()
    }

    private mutating func space() {
        while self.random.once(in: 5) { self.put([" ", "\n", "\t", "\r", "  "][self.random.below(5)]) }
    }

    private mutating func value(depth: Int) {
        self.budget -= 1
        let kind = self.random.below(depth < 12 && self.budget > 0 ? 10 : 5)
        switch kind {
        case 0: self.put(["true", "false", "null"][self.random.below(3)])
        case 1, 2: self.number()
        case 3, 4: self.string(self.units(count: self.random.below(self.random.once(in: 4) ? 40 : 9)))
        case 5, 6: self.array(depth: depth)
        default: self.object(depth: depth)
        }
    }

    private mutating func array(depth: Int) {
        self.put("[")
        self.space()
        for index in 0..<self.random.below(6) {
            if index > 0 {
                self.put(",")
                self.space()
            }
            self.value(depth: depth + 1)
            self.space()
        }
        self.put("]")
    }

    private mutating func object(depth: Int) {
        self.put("{")
        self.space()
        var seen: Set<[UInt16]> = []
        let count = self.random.once(in: 30) ? 10 + self.random.below(120) : self.random.below(7)
        for _ in 0..<count {
            let key = self.keyUnits()
            guard seen.insert(key).inserted else { continue }
            if seen.count > 1 {
                self.put(",")
                self.space()
            }
            self.string(key)
            self.space()
            self.put(":")
            self.space()
            self.value(depth: depth + 1)
            self.space()
        }
        self.put("}")
    }

    private mutating func keyUnits() -> [UInt16] {
        switch self.random.below(6) {
        case 0, 1: return Array(String(self.random.below(self.random.once(in: 2) ? 12 : 5000)).utf16)
        case 2:
            let special = [
                "__proto__", "constructor", "toString", "", "0", "00", "-0", "-1", "1.0", "1e1", "4294967294",
                "4294967295", "4294967296", "42949672940", "9007199254740993", "01", " 1", "1 ", "a\u{0}b", "\"", "\\",
            ]
            return Array(special[self.random.below(special.count)].utf16)
        default: return self.units(count: self.random.below(14))
        }
    }

    private mutating func units(count: Int) -> [UInt16] {
        let isPlain = self.random.once(in: 2)
        return (0..<count).map { _ in
            switch isPlain ? 0 : self.random.below(12) {
            case 0...4: UInt16(0x20 + self.random.below(0x60))
            case 5: UInt16(self.random.below(0x20))
            case 6: [0x22, 0x5C, 0x2F, 0x7F, 0x2028, 0x2029, 0xFEFF, 0xFFFF, 0xFFFE][self.random.below(9)]
            case 7: UInt16(0x600 + self.random.below(0x100))
            case 8: UInt16(0x80 + self.random.below(0x780))
            case 9: UInt16(0x800 + self.random.below(0xD000))
            case 10: UInt16(0xD800 + self.random.below(0x400))
            default: UInt16(0xDC00 + self.random.below(0x400))
            }
        }
    }

    /// Writes UTF-16 as a string, escaped or raw as chance has it; a lone surrogate can only be escaped.
    private mutating func string(_ units: [UInt16]) {
        self.put("\"")
        var index = 0
        while index < units.count {
            let unit = units[index]
            let isPair =
                unit & 0xFC00 == 0xD800 && index + 1 < units.count && units[index + 1] & 0xFC00 == 0xDC00
            if isPair, self.random.once(in: 2) {
                let scalar = 0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(units[index + 1]) & 0x3FF
                self.put(Unicode.Scalar(scalar).map { String($0) } ?? "")
                index += 2
                continue
            }
            self.unit(unit)
            index += 1
            if isPair {
                self.escape(units[index])
                index += 1
            }
        }
        self.put("\"")
    }

    private mutating func unit(_ unit: UInt16) {
        let short: [UInt16: String] = [
            0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: "\\\"", 0x5C: "\\\\", 0x2F: "\\/",
        ]
        if let text = short[unit], !self.random.once(in: 3) {
            self.put(text)
        } else if unit >= 0x20, unit != 0x22, unit != 0x5C, let scalar = Unicode.Scalar(unit), !self.random.once(in: 5)
        {
            self.put(String(scalar))
        } else {
            self.escape(unit)
        }
    }

    private mutating func escape(_ unit: UInt16) {
        let digits = Array((self.random.once(in: 2) ? "0123456789abcdef" : "0123456789ABCDEF").utf8)
        self.put("\\u")
        for shift: UInt16 in [12, 8, 4, 0] { self.bytes.append(digits[Int(unit >> shift & 15)]) }
    }

    private mutating func digits(_ count: Int) -> String {
        String((0..<count).map { _ in Character(String(self.random.once(in: 3) ? 0 : self.random.below(10))) })
    }

    private mutating func number() {
        if self.random.once(in: 2) { self.put("-") }
        switch self.random.below(9) {
        case 0: self.put("0")
        case 1: self.put(String(self.random.below(100_000)))
        case 2: self.put("\(1 + self.random.below(9))\(self.digits(self.random.below(24)))")
        case 3: self.put(Double(bitPattern: self.random.next() & 0x7FEF_FFFF_FFFF_FFFF).description)
        case 4: self.put((Double(self.random.below(1_000_000_000)) / 1e4).description)
        case 5: self.put("0.\(self.digits(1 + self.random.below(22)))")
        default:
            self.put("\(self.random.once(in: 2) ? 0 : 1 + self.random.below(9))")
            if self.bytes.last != UInt8(ascii: "0") { self.put(self.digits(self.random.below(20))) }
            if self.random.once(in: 2) { self.put(".\(self.digits(1 + self.random.below(20)))") }
            self.put(self.random.once(in: 2) ? "e" : "E")
            self.put(["", "+", "-"][self.random.below(3)])
            let exponents = [1, 3, 5, 6, 7, 8, 20, 21, 22, 23, 300, 307, 308, 309, 310, 323, 324, 325, 400, 9_999_999]
            self.put(self.random.once(in: 9) ? "0\(self.random.below(30))" : "\(exponents[self.random.below(20)])")
        }
    }
}
