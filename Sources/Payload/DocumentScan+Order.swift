// ECMAScript lists the keys of an object that are array indices first, in ascending order, and all others after them
// in the order in which they came (ECMA-262, OrdinaryOwnPropertyKeys). Nearly all objects are in that order already;
// the others are put in order when they end: the members are sorted by index and moved once within the output.

extension DocumentScan {
    /// Keeps account of whether the members come in the order in which they are to be printed.
    @inline(__always)
    func noteOrder(_ key: UnsafePointer<UInt8>, count: Int, in members: inout OpenObject) {
        if count > 0, key[0] <= UInt8(ascii: "9"), let index = Self.arrayIndex(key, count: count) {
            if members.hasPlainKey || index < members.lastIndex { members.isOutOfOrder = true }
            members.lastIndex = max(members.lastIndex, index)
        } else {
            members.hasPlainKey = true
        }
    }

    /// The value of a canonical decimal number from 0 to 2^32 - 2.
    static func arrayIndex(_ key: UnsafePointer<UInt8>, count: Int) -> Int64? {
        guard count >= 1, count <= 10, key[0] != UInt8(ascii: "0") || count == 1 else { return nil }
        var value: Int64 = 0
        for index in 0..<count {
            let digit = key[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value <= 4_294_967_294 ? value : nil
    }

    /// Puts the members of an object in order; the position is at its closing brace.
    @inline(never)
    mutating func putInOrder(_ members: OpenObject) {
        self.copyRun(upTo: self.position)
        self.runStart = self.position
        let starts = (members.firstKey..<self.keyCount).map { Int(self.keys[$0].member) }
        // The end of each member is the comma behind it, or the end of all.
        let ends = starts.dropFirst().map { $0 - 1 } + [self.outputCount]
        var indexed: [(index: Int64, member: Int)] = []
        var plain: [Int] = []
        for member in starts.indices {
            let key = self.keys[members.firstKey + member]
            // The text of the key stands in the output by now, behind the quote.
            if let index = Self.arrayIndex(UnsafePointer(self.output) + starts[member] + 1, count: key.length) {
                indexed.append((index, member))
            } else {
                plain.append(member)
            }
        }
        indexed.sort { $0.index < $1.index }
        let old = Array(UnsafeBufferPointer(start: self.output + starts[0], count: self.outputCount - starts[0]))
        var newStarts = starts
        var place = starts[0]
        for member in indexed.map(\.member) + plain {
            if place > starts[0] {
                self.output[place] = UInt8(ascii: ",")
                place += 1
            }
            newStarts[member] = place
            let range = (starts[member] - starts[0])..<(ends[member] - starts[0])
            old.withUnsafeBufferPointer { bytes in
                guard let first = bytes.baseAddress else { return }
                (self.output + place).update(from: first + range.lowerBound, count: range.count)
            }
            place += range.count
        }
        self.moveSlots(from: starts, to: newStarts)
    }

    /// Lets the values that were found in moved members follow them.
    private mutating func moveSlots(from starts: [Int], to newStarts: [Int]) {
        for index in 0..<self.slotCount where self.slots[index].start >= starts[0] {
            // The last member that begins at or before the value.
            var low = 0
            var high = starts.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if starts[middle] <= self.slots[index].start { low = middle } else { high = middle }
            }
            let distance = newStarts[low] - starts[low]
            self.slots[index].start += distance
            self.slots[index].end += distance
        }
    }
}
