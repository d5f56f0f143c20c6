/// Pointers that are looked up together, while a document is read once.
///
/// A tree of keys and indices. The keys stand in it as the normalizer prints them, so that they are compared with the
/// bytes of a document as they are. Each key of an object on the way is compared with the keys wanted in that object,
/// one after the other: meant for a handful of pointers, not for thousands.
package struct Extraction: Sendable {
    /// One key or index wanted below its parent; the first node is the document.
    struct Node: Sendable {
        /// Where the key stands in ``Extraction/keys``, and how long it is.
        var keyStart = 0
        var keyLength = 0
        /// The same token as an index of an array; -1 where it is none.
        var arrayIndex = -1
        /// Place of the first node below, and of the next one beside; 0 where there is none.
        var firstChild = 0
        var nextSibling = 0
        /// Where the value goes; -1 where no pointer ends here.
        var slot = -1
    }

    /// Looks up nothing.
    package static let none = Extraction([])

    private(set) var nodes: [Node] = [Node()]
    private(set) var keys: [UInt8] = []
    /// The slot of each pointer; two equal pointers share one.
    private(set) var slotOfPointer: [Int] = []
    private(set) var slotCount = 0

    package init(_ pointers: [JSONPointer]) {
        for pointer in pointers {
            var node = 0
            for token in pointer.tokens { node = self.child(of: node, for: token) }
            if self.nodes[node].slot < 0 {
                self.nodes[node].slot = self.slotCount
                self.slotCount += 1
            }
            self.slotOfPointer.append(self.nodes[node].slot)
        }
    }

    private mutating func child(of parent: Int, for token: [UInt8]) -> Int {
        let key = Self.printed(token)
        var sibling = self.nodes[parent].firstChild
        while sibling != 0 {
            let node = self.nodes[sibling]
            if self.keys[node.keyStart..<(node.keyStart + node.keyLength)].elementsEqual(key) { return sibling }
            sibling = node.nextSibling
        }
        var node = Node()
        node.keyStart = self.keys.count
        node.keyLength = key.count
        node.arrayIndex = Self.arrayIndex(token)
        node.nextSibling = self.nodes[parent].firstChild
        self.keys += key
        self.nodes.append(node)
        self.nodes[parent].firstChild = self.nodes.count - 1
        return self.nodes.count - 1
    }

    /// RFC 6901 §4: digits without a leading zero; anything else, `-` too, is no element that exists.
    private static func arrayIndex(_ token: [UInt8]) -> Int {
        guard token.first != UInt8(ascii: "0") || token.count == 1 else { return -1 }
        guard token.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return -1 }
        return Int(String(decoding: token, as: UTF8.self)) ?? -1
    }

    /// A key as ECMAScript prints it, without the quotes.
    private static func printed(_ token: [UInt8]) -> [UInt8] {
        var printed: [UInt8] = []
        for byte in token {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): printed += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: printed += ControlEscape.bytes(byte)
            default: printed.append(byte)
            }
        }
        return printed
    }
}
