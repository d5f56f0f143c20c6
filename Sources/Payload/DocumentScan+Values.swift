extension DocumentScan {
    /// Reads the whole document.
    mutating func document() throws(PayloadError) {
        if self.input[0] == 0xEF { throw PayloadError(.byteOrderMark, at: 0) }
        self.skipSpace()
        guard self.position < self.end else { throw PayloadError(.empty, at: self.position) }
        try self.value(wanted: 0)
        self.skipSpace()
        guard self.position == self.end else { throw PayloadError(.trailingBytes, at: self.position) }
        if self.outputCount > 0 || self.runStart > 0 {
            self.copyRun(upTo: self.end)
            self.runStart = self.end
        }
    }

    /// Reads one value; `wanted` is its node in the extraction, or -1.
    mutating func value(wanted: Int) throws(PayloadError) {
        let start = self.outputPosition
        let kind: ExtractedValue.Kind
        switch self.input[self.position] {
        case UInt8(ascii: "\""):
            self.position &+= 1
            try self.string()
            kind = .string
        case UInt8(ascii: "{"):
            try self.object(wanted: wanted)
            kind = .object
        case UInt8(ascii: "["):
            try self.array(wanted: wanted)
            kind = .array
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            try self.number()
            kind = .number
        case UInt8(ascii: "t"):
            try self.literal(Self.rue, length: 3)
            kind = .bool
        case UInt8(ascii: "f"):
            try self.literal(Self.alse, length: 4)
            kind = .bool
        case UInt8(ascii: "n"):
            try self.literal(Self.ull, length: 3)
            kind = .null
        default: throw PayloadError(.unexpectedByte, at: self.position)
        }
        guard wanted >= 0, self.nodes[wanted].slot >= 0 else { return }
        self.slots[self.nodes[wanted].slot] = Slot(start: start, end: self.outputPosition, kind: kind)
    }

    // What follows the first letter of each literal, lowest byte first.
    private static let rue: UInt32 = 0x65_7572
    private static let alse: UInt32 = 0x6573_6C61
    private static let ull: UInt32 = 0x6C_6C75

    @inline(__always)
    private mutating func literal(_ rest: UInt32, length: Int) throws(PayloadError) {
        var rest = rest
        for _ in 0..<length {
            self.position &+= 1
            guard self.position < self.end else { throw PayloadError(.unterminated, at: self.end) }
            guard self.input[self.position] == UInt8(truncatingIfNeeded: rest) else {
                throw PayloadError(.unexpectedByte, at: self.position)
            }
            rest >>= 8
        }
        self.position &+= 1
    }

    /// Moves to the next byte that is no white space.
    @inline(__always)
    mutating func skipSpace() {
        if self.position < self.end, self.input[self.position] <= 0x20 { self.dropSpace() }
    }

    @inline(never)
    private mutating func dropSpace() {
        var place = self.position
        while place < self.end {
            switch self.input[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place &+= 1
            default:
                self.leaveOut(upTo: place)
                return
            }
        }
        self.leaveOut(upTo: place)
    }

    private mutating func leaveOut(upTo place: Int) {
        guard place > self.position else { return }
        self.copyRun(upTo: self.position)
        self.position = place
        self.runStart = place
    }

    /// Moves behind white space; the document cannot end here.
    @inline(__always)
    mutating func nextByte() throws(PayloadError) -> UInt8 {
        self.skipSpace()
        guard self.position < self.end else { throw PayloadError(.unterminated, at: self.end) }
        return self.input[self.position]
    }
}
