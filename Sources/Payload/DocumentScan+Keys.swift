// How duplicate keys are found without being slow for few keys or quadratic for many.
//
// Keys are compared as they are printed: the printed form of two keys is the same exactly where the keys are. Up to
// sixteen keys of an object are compared one by one, by a word made of their first and last bytes. Beyond that they
// go into a hash table; its hash is the standard library's, SipHash with a seed per process, so that a sender cannot
// choose keys that collide.
//
// Keys and tables of all open objects lie on two stacks. An inner object takes its part off before the outer one goes
// on, so the keys of an object are side by side, and its table is the topmost whenever it has to grow.

extension DocumentScan {
    /// A key of an object that is open.
    struct Key {
        /// Equal for equal keys: a word of their bytes, or their hash where the object has a table.
        var mark: UInt64 = 0
        private var start: UInt32 = 0
        private var lengthAndPlace: UInt32 = 0
        /// Where the member begins in the output.
        let member: UInt32

        init(member: UInt32) { self.member = member }

        @inline(__always)
        mutating func setPlace(_ start: Int, length: Int, isPrinted: Bool) {
            self.start = UInt32(truncatingIfNeeded: start)
            self.lengthAndPlace = UInt32(truncatingIfNeeded: length) << 1 | (isPrinted ? 1 : 0)
        }

        /// Bytes without the quotes.
        var length: Int { Int(self.lengthAndPlace >> 1) }
        /// Whether it stands in the output, else in the input.
        var isPrinted: Bool { self.lengthAndPlace & 1 == 1 }
        var offset: Int { Int(self.start) }
    }

    /// What is known of an object while its members are read.
    struct OpenObject {
        let firstKey: Int
        let tableStart: Int
        /// Slots of the table less one; 0 where there is none yet.
        var tableMask = 0
        var isOutOfOrder = false
        var hasPlainKey = false
        /// The greatest array index among the keys so far.
        var lastIndex: Int64 = -1

        init(firstKey: Int, tableStart: Int) {
            self.firstKey = firstKey
            self.tableStart = tableStart
        }
    }

    /// Keys of one object that are compared one by one.
    private static let linearMax = 16

    /// The bytes of a key; they hold only until something is printed.
    @inline(__always)
    func text(of key: Key) -> UnsafePointer<UInt8> {
        key.isPrinted ? UnsafePointer(self.output) + key.offset : self.input + key.offset
    }

    /// Adds a key to its object; `false` where the object has it already.
    @inline(__always)
    mutating func insert(_ key: inout Key, into members: inout OpenObject) -> Bool {
        let text = self.text(of: key)
        self.noteOrder(text, count: key.length, in: &members)
        if self.keyCount == self.keyCapacity { self.growKeys() }
        if self.keyCount &- members.firstKey < Self.linearMax {
            let limit = key.isPrinted ? self.outputCount : self.end
            key.mark = Self.mark(text, count: key.length, readable: limit &- key.offset)
            var index = members.firstKey
            while index < self.keyCount {
                if self.keys[index].mark == key.mark, self.isSame(self.keys[index], key, text) { return false }
                index &+= 1
            }
        } else if !self.insertIntoTable(&key, text, of: &members) {
            return false
        }
        self.keys[self.keyCount] = key
        self.keyCount &+= 1
        return true
    }

    @inline(never)
    private mutating func insertIntoTable(
        _ key: inout Key,
        _ text: UnsafePointer<UInt8>,
        of members: inout OpenObject
    ) -> Bool {
        let count = self.keyCount &- members.firstKey
        if members.tableMask == 0 {
            for index in members.firstKey..<self.keyCount {
                self.keys[index].mark = Self.hash(self.text(of: self.keys[index]), count: self.keys[index].length)
            }
            self.makeTable(slots: 64, of: &members)
        } else if count &* 2 > members.tableMask {
            self.makeTable(slots: (members.tableMask &+ 1) &* 2, of: &members)
        }
        key.mark = Self.hash(text, count: key.length)
        var slot = Int(truncatingIfNeeded: key.mark) & members.tableMask
        while true {
            let entry = self.table[members.tableStart &+ slot]
            if entry == 0 { break }
            let other = self.keys[Int(entry &- 1)]
            if other.mark == key.mark, self.isSame(other, key, text) { return false }
            slot = (slot &+ 1) & members.tableMask
        }
        self.table[members.tableStart &+ slot] = UInt32(truncatingIfNeeded: self.keyCount &+ 1)
        return true
    }

    /// Makes the object's table anew with all its keys; it is the topmost one.
    private mutating func makeTable(slots: Int, of members: inout OpenObject) {
        let end = members.tableStart + slots
        if end > self.tableCapacity {
            let capacity = max(end, self.tableCapacity * 2)
            let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
            larger.update(from: self.table, count: members.tableStart)
            self.table.deallocate()
            self.table = larger
            self.tableCapacity = capacity
        }
        self.tableCount = end
        members.tableMask = slots - 1
        (self.table + members.tableStart).initialize(repeating: 0, count: slots)
        for index in members.firstKey..<self.keyCount {
            var slot = Int(truncatingIfNeeded: self.keys[index].mark) & members.tableMask
            while self.table[members.tableStart &+ slot] != 0 { slot = (slot &+ 1) & members.tableMask }
            self.table[members.tableStart &+ slot] = UInt32(truncatingIfNeeded: index &+ 1)
        }
    }

    @inline(never)
    private mutating func growKeys() {
        let larger = UnsafeMutablePointer<Key>.allocate(capacity: self.keyCapacity * 2)
        larger.update(from: self.keys, count: self.keyCount)
        self.keys.deallocate()
        self.keys = larger
        self.keyCapacity *= 2
    }

    private func isSame(_ one: Key, _ other: Key, _ text: UnsafePointer<UInt8>) -> Bool {
        one.length == other.length && Self.areEqual(self.text(of: one), text, count: other.length)
    }

    @inline(__always)
    static func areEqual(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, count: Int) -> Bool {
        var index = 0
        let (left, right) = (UnsafeRawPointer(one), UnsafeRawPointer(other))
        while index &+ 8 <= count {
            let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index &+= 8
        }
        while index < count {
            if one[index] != other[index] { return false }
            index &+= 1
        }
        return true
    }

    /// A word of the first and the last eight bytes; `readable` says how many can be read from `text` on.
    @inline(__always)
    private static func mark(_ text: UnsafePointer<UInt8>, count: Int, readable: Int) -> UInt64 {
        let bytes = UnsafeRawPointer(text)
        if count >= 8 {
            let first = bytes.loadUnaligned(as: UInt64.self)
            let last = bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            return first ^ (last << 23 | last >> 41)
        }
        if readable >= 8 {
            return bytes.loadUnaligned(as: UInt64.self) & ((1 &<< UInt64(count &* 8)) &- 1)
        }
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(text[index]) << UInt64(index * 8) }
        return word
    }

    private static func hash(_ text: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(start: text, count: count))
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}
