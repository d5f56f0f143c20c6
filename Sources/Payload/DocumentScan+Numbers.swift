extension DocumentScan {
    /// Digits before the point up to which ECMAScript prints no exponent.
    ///
    /// A number in that range, written without an exponent and without superfluous zeros, already has the only form
    /// that ECMAScript could give to its value. It stays as it is, whether its double has that value or not.
    private static let integerDigitsMax = 21

    /// Reads a number (RFC 8259 §6); the position is at its sign or first digit.
    mutating func number() throws(PayloadError) {
        let start = self.position
        let isNegative = self.input[start] == UInt8(ascii: "-")
        let first = isNegative ? start &+ 1 : start
        let integerEnd = self.endOfDigits(from: first)
        guard integerEnd > first else { throw PayloadError(.invalidNumber, at: start) }
        let hasZero = self.input[first] == UInt8(ascii: "0")
        guard !hasZero || integerEnd == first &+ 1 else { throw PayloadError(.invalidNumber, at: start) }
        var place = integerEnd
        var isPrinted = !(hasZero && isNegative)
        if place < self.end, self.input[place] == UInt8(ascii: ".") {
            place = self.endOfDigits(from: integerEnd &+ 1)
            guard place > integerEnd &+ 1 else { throw PayloadError(.invalidNumber, at: start) }
            isPrinted =
                self.input[place &- 1] != UInt8(ascii: "0")
                && (!hasZero || self.isAtLeastAMillionth(from: integerEnd &+ 1, to: place))
        }
        if place < self.end, self.input[place] | 0x20 == UInt8(ascii: "e") {
            place &+= 1
            if place < self.end, self.input[place] == UInt8(ascii: "+") || self.input[place] == UInt8(ascii: "-") {
                place &+= 1
            }
            let exponentEnd = self.endOfDigits(from: place)
            guard exponentEnd > place else { throw PayloadError(.invalidNumber, at: start) }
            place = exponentEnd
            isPrinted = false
        }
        self.position = place
        if !isPrinted || integerEnd &- first > Self.integerDigitsMax { self.printNumber(from: start) }
    }

    @inline(__always)
    private func endOfDigits(from start: Int) -> Int {
        var place = start
        while place < self.end, self.input[place] &- UInt8(ascii: "0") < 10 { place &+= 1 }
        return place
    }

    /// Whether one of the first six digits behind `0.` is no zero: below that ECMAScript prints an exponent.
    private func isAtLeastAMillionth(from start: Int, to end: Int) -> Bool {
        var place = start
        while place < min(end, start &+ 6) {
            if self.input[place] != UInt8(ascii: "0") { return true }
            place &+= 1
        }
        return false
    }

    /// Prints the number that ends at the position in its ECMAScript form, where that is the same decimal value.
    @inline(never)
    private mutating func printNumber(from start: Int) {
        let literal = UnsafeBufferPointer(start: self.input + start, count: self.position - start)
        guard let decimal = ShortDecimal(literal), decimal.isShortestOfItsDouble else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ShortDecimal.printedBytesMax) { printed in
            let count = decimal.write(into: printed)
            if literal.elementsEqual(printed[..<count]) { return }
            self.copyRun(upTo: start)
            self.runStart = self.position
            self.reserve(self.outputCount + count + (self.end - self.position) + Self.slack)
            for index in 0..<count { self.put(printed[index]) }
        }
    }
}
