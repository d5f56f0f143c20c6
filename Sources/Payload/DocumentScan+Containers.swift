extension DocumentScan {
    /// Reads an array; the position is at its bracket.
    mutating func array(wanted: Int) throws(PayloadError) {
        try self.descend()
        if try self.nextByte() == UInt8(ascii: "]") {
            self.ascend()
            return
        }
        let child = wanted >= 0 ? self.nodes[wanted].firstChild : 0
        var index = 0
        while true {
            if child == 0 {
                try self.value(wanted: -1)
            } else {
                try self.value(wanted: self.wantedElement(index, firstChild: child))
                index &+= 1
            }
            let byte = try self.nextByte()
            if byte == UInt8(ascii: "]") { break }
            guard byte == UInt8(ascii: ",") else { throw PayloadError(.unexpectedByte, at: self.position) }
            self.position &+= 1
            _ = try self.nextByte()
        }
        self.ascend()
    }

    /// Reads an object; the position is at its brace.
    mutating func object(wanted: Int) throws(PayloadError) {
        try self.descend()
        var byte = try self.nextByte()
        if byte == UInt8(ascii: "}") {
            self.ascend()
            return
        }
        let firstWanted = wanted >= 0 ? self.nodes[wanted].firstChild : 0
        var members = OpenObject(firstKey: self.keyCount, tableStart: self.tableCount)
        while true {
            guard byte == UInt8(ascii: "\"") else { throw PayloadError(.unexpectedByte, at: self.position) }
            let key = try self.key(of: &members)
            guard try self.nextByte() == UInt8(ascii: ":") else {
                throw PayloadError(.unexpectedByte, at: self.position)
            }
            let child = firstWanted == 0 ? -1 : self.wantedMember(key, firstChild: firstWanted)
            self.position &+= 1
            _ = try self.nextByte()
            try self.value(wanted: child)
            byte = try self.nextByte()
            if byte == UInt8(ascii: "}") { break }
            guard byte == UInt8(ascii: ",") else { throw PayloadError(.unexpectedByte, at: self.position) }
            self.position &+= 1
            byte = try self.nextByte()
        }
        if members.isOutOfOrder { self.putInOrder(members) }
        self.keyCount = members.firstKey
        self.tableCount = members.tableStart
        self.ascend()
    }

    @inline(__always)
    private mutating func descend() throws(PayloadError) {
        guard self.depth < self.depthMax else { throw PayloadError(.tooDeep, at: self.position) }
        self.depth &+= 1
        self.position &+= 1
    }

    @inline(__always)
    private mutating func ascend() {
        self.depth &-= 1
        self.position &+= 1
    }

    /// Reads a key and notes it; the position is at its quote.
    @inline(__always)
    private mutating func key(of members: inout OpenObject) throws(PayloadError) -> Key {
        let quote = self.position
        let member = self.outputPosition
        self.position &+= 1
        try self.string()
        var key = Key(member: UInt32(truncatingIfNeeded: member))
        if self.runStart <= quote {
            key.setPlace(quote &+ 1, length: self.position &- quote &- 2, isPrinted: false)
        } else {
            // Part of it was changed: its printed form is only in the output, as soon as the rest is there too.
            self.copyRun(upTo: self.position)
            self.runStart = self.position
            key.setPlace(member &+ 1, length: self.outputCount &- member &- 2, isPrinted: true)
        }
        guard self.insert(&key, into: &members) else { throw PayloadError(.duplicateKey, at: quote) }
        return key
    }

    private func wantedMember(_ key: Key, firstChild: Int) -> Int {
        var child = firstChild
        while child != 0 {
            let node = self.nodes[child]
            if node.keyLength == key.length {
                let wanted = self.wantedKeys + node.keyStart
                if Self.areEqual(wanted, self.text(of: key), count: key.length) { return child }
            }
            child = node.nextSibling
        }
        return -1
    }

    private func wantedElement(_ index: Int, firstChild: Int) -> Int {
        var child = firstChild
        while child != 0 {
            if self.nodes[child].arrayIndex == index { return child }
            child = self.nodes[child].nextSibling
        }
        return -1
    }
}
