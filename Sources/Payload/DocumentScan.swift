// How a document is read and printed in one pass, without touching what needs no change.
//
// Most bytes of most documents stay as they are. So nothing is written while that goes on: `runStart` marks the first
// byte of the input that was not copied yet. Where something has to change (white space, an escape, a number), the run
// up to it is copied, the change is written, and the next run begins behind it. A document that changes nowhere is
// never copied until the result is made. Of a byte at `position`, `position - runStart + outputCount` is the place in
// the result, so ranges are known before the bytes are there.
//
// The output has room for everything that is still to come: `outputCapacity - outputCount >= end - runStart`. Nothing
// grows but numbers (`1e20`), and they ask for room first.

/// The state of one pass over a document, and the memory that the passes of a normalizer share.
struct DocumentScan {
    /// Where a wanted value was found.
    struct Slot {
        var start = -1
        var end = -1
        var kind = ExtractedValue.Kind.null
    }

    /// Bytes of each scratch buffer that are kept for the next document.
    private static let keptBytesMax = 256 * 1024

    let depthMax: Int
    /// Value of each byte as a hexadecimal digit, or 0xFF.
    let hexValues: UnsafeMutablePointer<UInt8>

    // The document.
    var input: UnsafePointer<UInt8>
    var end = 0
    var position = 0
    var depth = 0

    // What is printed.
    var runStart = 0
    var output: UnsafeMutablePointer<UInt8>
    var outputCount = 0
    var outputCapacity: Int

    // What is wanted.
    var nodes: UnsafePointer<Extraction.Node>
    var wantedKeys: UnsafePointer<UInt8>
    var slots: UnsafeMutablePointer<Slot>
    var slotCount = 0
    var slotCapacity: Int

    // Keys of the objects that are open, innermost last; see DocumentScan+Keys.swift.
    var keys: UnsafeMutablePointer<Key>
    var keyCount = 0
    var keyCapacity: Int
    var table: UnsafeMutablePointer<UInt32>
    var tableCount = 0
    var tableCapacity: Int

    init(depthMax: Int) {
        self.depthMax = depthMax
        self.hexValues = .allocate(capacity: 256)
        for byte in 0..<256 {
            let scalar = Character(Unicode.Scalar(UInt8(byte)))
            self.hexValues[byte] = byte < 128 ? UInt8(scalar.hexDigitValue ?? 0xFF) : 0xFF
        }
        self.outputCapacity = 4096
        self.output = .allocate(capacity: self.outputCapacity)
        self.input = UnsafePointer(self.output)
        self.slotCapacity = 8
        self.slots = .allocate(capacity: self.slotCapacity)
        self.keyCapacity = 64
        self.keys = .allocate(capacity: self.keyCapacity)
        self.tableCapacity = 64
        self.table = .allocate(capacity: self.tableCapacity)
        // Never read: `want` names the real ones before the first document.
        self.nodes = UnsafePointer(UnsafeRawPointer(self.keys).assumingMemoryBound(to: Extraction.Node.self))
        self.wantedKeys = UnsafePointer(self.output)
    }

    /// Gives all memory back.
    func free() {
        self.hexValues.deallocate()
        self.output.deallocate()
        self.slots.deallocate()
        self.keys.deallocate()
        self.table.deallocate()
    }

    /// Begins a document.
    mutating func prepare(input: UnsafePointer<UInt8>, count: Int, slots: Int) {
        self.input = input
        self.end = count
        self.position = 0
        self.depth = 0
        self.runStart = 0
        self.outputCount = 0
        self.keyCount = 0
        self.tableCount = 0
        self.reserve(count + Self.slack)
        if slots > self.slotCapacity {
            self.slots.deallocate()
            self.slots = .allocate(capacity: slots)
            self.slotCapacity = slots
        }
        self.slotCount = slots
        self.slots.initialize(repeating: Slot(), count: slots)
    }

    /// Says what to look up; both must live until the document is read.
    mutating func want(_ nodes: UnsafeBufferPointer<Extraction.Node>, _ keys: UnsafeBufferPointer<UInt8>) {
        if let start = nodes.baseAddress { self.nodes = start }
        if let start = keys.baseAddress { self.wantedKeys = start }
    }

    /// Gives back what only a huge document needed.
    mutating func trim() {
        if self.outputCapacity > Self.keptBytesMax {
            self.output.deallocate()
            self.outputCapacity = 4096
            self.output = .allocate(capacity: self.outputCapacity)
        }
        if self.keyCapacity * MemoryLayout<Key>.stride > Self.keptBytesMax {
            self.keys.deallocate()
            self.keyCapacity = 64
            self.keys = .allocate(capacity: self.keyCapacity)
        }
        if self.tableCapacity * MemoryLayout<UInt32>.stride > Self.keptBytesMax {
            self.table.deallocate()
            self.tableCapacity = 64
            self.table = .allocate(capacity: self.tableCapacity)
        }
    }

    /// The document as it was read and what was found in it.
    func result(_ extraction: Extraction) -> NormalizedDocument {
        let isIdentical = self.outputCount == 0 && self.runStart == 0
        let bytes =
            isIdentical
            ? [UInt8](UnsafeBufferPointer(start: self.input, count: self.end))
            : [UInt8](UnsafeBufferPointer(start: self.output, count: self.outputCount))
        let values = extraction.slotOfPointer.map { index -> ExtractedValue? in
            let slot = self.slots[index]
            return slot.start < 0 ? nil : ExtractedValue(kind: slot.kind, range: slot.start..<slot.end)
        }
        return NormalizedDocument(bytes: bytes, isIdentical: isIdentical, values: values)
    }
}
