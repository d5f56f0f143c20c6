extension DocumentScan {
    /// Reads a string; the position is behind its opening quote, and afterwards behind the closing one.
    mutating func string() throws(PayloadError) {
        var place = self.position
        while true {
            place = self.endOfPlainText(from: place)
            guard place < self.end else { throw PayloadError(.unterminated, at: self.end) }
            let byte = self.input[place]
            if byte == UInt8(ascii: "\"") {
                self.position = place &+ 1
                return
            }
            if byte == UInt8(ascii: "\\") {
                place = try self.escape(at: place)
            } else if byte >= 0x80 {
                place = try self.multibyteText(from: place)
            } else {
                throw PayloadError(.controlCharacter, at: place)
            }
        }
    }

    /// The first place with a quote, a backslash, a control character or a byte beyond ASCII; eight bytes at a time.
    @inline(__always)
    private func endOfPlainText(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var place = start
        while place &+ 8 <= self.end {
            let word = UnsafeRawPointer(self.input + place).loadUnaligned(as: UInt64.self)
            // In each byte the top bit is set where the byte is one of the four kinds. A borrow may set it falsely,
            // but only above a byte that has it by right, and the lowest is what counts.
            let quotes = (word ^ (ones &* 0x22)) &- ones
            let backslashes = (word ^ (ones &* 0x5C)) &- ones
            let special = (quotes | backslashes | (word &- (ones &* 0x20)) | word) & (ones &* 0x80)
            if special != 0 { return place &+ special.trailingZeroBitCount &>> 3 }
            place &+= 8
        }
        while place < self.end {
            let byte = self.input[place]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            place &+= 1
        }
        return place
    }

    /// Reads characters beyond ASCII (RFC 3629 §4); they stay as they are.
    private func multibyteText(from start: Int) throws(PayloadError) -> Int {
        var place = start
        while place < self.end, self.input[place] >= 0x80 {
            let lead = self.input[place]
            let length: Int
            // The second byte tells overlong forms, surrogates and what is beyond U+10FFFF apart.
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: throw PayloadError(.invalidUTF8, at: place)
            }
            guard place &+ length <= self.end, second.contains(self.input[place &+ 1]) else {
                throw PayloadError(.invalidUTF8, at: place)
            }
            var index = 2
            while index < length {
                guard self.input[place &+ index] & 0xC0 == 0x80 else { throw PayloadError(.invalidUTF8, at: place) }
                index &+= 1
            }
            place &+= length
        }
        return place
    }

    /// Reads the escape at `place`, prints it in its shortest form and returns the place behind it.
    @inline(__always)
    private mutating func escape(at place: Int) throws(PayloadError) -> Int {
        guard place &+ 1 < self.end else { throw PayloadError(.unterminated, at: self.end) }
        switch self.input[place &+ 1] {
        case UInt8(ascii: "u"): return try self.unicodeEscapes(from: place)
        case UInt8(ascii: "/"):
            // Only the backslash goes.
            self.copyRun(upTo: place)
            self.runStart = place &+ 1
            return place &+ 2
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return place &+ 2
        default: throw PayloadError(.invalidEscape, at: place)
        }
    }

    /// Reads `\uXXXX` and all that follow it directly: a sender that escapes a script escapes whole words.
    private mutating func unicodeEscapes(from start: Int) throws(PayloadError) -> Int {
        var place = start
        repeat {
            let unit = try self.codeUnit(at: place)
            if unit < 0x80 {
                self.putASCII(UInt8(truncatingIfNeeded: unit), escapedAt: place)
            } else if unit & 0xF800 == 0xD800 {
                if try self.putSurrogate(unit, at: place) { place &+= 6 }
            } else {
                self.copyRun(upTo: place)
                if unit < 0x800 {
                    self.put(0xC0 | UInt8(truncatingIfNeeded: unit &>> 6))
                } else {
                    self.put(0xE0 | UInt8(truncatingIfNeeded: unit &>> 12))
                    self.put(0x80 | UInt8(truncatingIfNeeded: unit &>> 6 & 0x3F))
                }
                self.put(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
                self.runStart = place &+ 6
            }
            place &+= 6
        } while self.isUnicodeEscape(at: place)
        return place
    }

    @inline(__always)
    private func isUnicodeEscape(at place: Int) -> Bool {
        place &+ 1 < self.end && self.input[place] == UInt8(ascii: "\\") && self.input[place &+ 1] == UInt8(ascii: "u")
    }

    /// The value of the `\uXXXX` at `place`.
    @inline(__always)
    private func codeUnit(at place: Int) throws(PayloadError) -> UInt32 {
        guard place &+ 6 <= self.end else { throw PayloadError(.invalidEscape, at: place) }
        let digits = self.input + place
        let first = self.hexValues[Int(digits[2])]
        let second = self.hexValues[Int(digits[3])]
        let third = self.hexValues[Int(digits[4])]
        let fourth = self.hexValues[Int(digits[5])]
        guard (first | second | third | fourth) < 16 else { throw PayloadError(.invalidEscape, at: place) }
        return UInt32(first) &<< 12 | UInt32(second) &<< 8 | UInt32(third) &<< 4 | UInt32(fourth)
    }

    /// Prints an ASCII character whose escape has six bytes.
    private mutating func putASCII(_ byte: UInt8, escapedAt place: Int) {
        let letter = ControlEscape.letter(byte)
        if byte < 0x20, letter == 0 {
            let last = ControlEscape.hexDigit(byte & 15)
            // As it should be already, unless it has an upper-case digit.
            if self.input[place &+ 5] == last { return }
            self.copyRun(upTo: place &+ 5)
            self.put(last)
        } else {
            self.copyRun(upTo: place)
            if letter != 0 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { self.put(UInt8(ascii: "\\")) }
            self.put(letter != 0 ? letter : byte)
        }
        self.runStart = place &+ 6
    }

    /// Prints a pair of surrogates as one character, a lone one as its escape; `true` where it took a second escape.
    private mutating func putSurrogate(_ unit: UInt32, at place: Int) throws(PayloadError) -> Bool {
        if unit < 0xDC00, self.isUnicodeEscape(at: place &+ 6) {
            let low = try self.codeUnit(at: place &+ 6)
            if low & 0xFC00 == 0xDC00 {
                self.copyRun(upTo: place)
                let scalar = 0x1_0000 &+ ((unit & 0x3FF) &<< 10 | low & 0x3FF)
                self.put(0xF0 | UInt8(truncatingIfNeeded: scalar &>> 18))
                self.put(0x80 | UInt8(truncatingIfNeeded: scalar &>> 12 & 0x3F))
                self.put(0x80 | UInt8(truncatingIfNeeded: scalar &>> 6 & 0x3F))
                self.put(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
                self.runStart = place &+ 12
                return true
            }
        }
        // Digit by digit, so that an escape that is in lower case already stays where it is.
        for index in 0..<4 {
            let digit = ControlEscape.hexDigit(UInt8(truncatingIfNeeded: unit &>> UInt32(12 &- 4 &* index) & 15))
            let at = place &+ 2 &+ index
            guard self.input[at] != digit else { continue }
            self.copyRun(upTo: at)
            self.put(digit)
            self.runStart = at &+ 1
        }
        return false
    }
}
