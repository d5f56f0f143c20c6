/// Reads a JSON document strictly and prints it as an ECMAScript engine would (product.md §2.4), in one pass.
///
/// Strict is RFC 8259, and besides: no byte order mark, no duplicate keys, bounded depth. Printing follows
/// `JSON.stringify(JSON.parse(x))`: no white space, shortest escapes, keys that are array indices first in ascending
/// order, a number in its ECMAScript form where that is the same decimal value. Any other number stays byte for byte,
/// so no value is ever changed.
///
/// It owns the memory that it works in and uses it again; each thread or event loop has its own.
package final class Normalizer {
    /// Bytes of the largest document: places in it are kept in 32 bits, and numbers can grow fivefold.
    ///
    /// `max_body` is far below; this only guards the arithmetic.
    package static let documentBytesMax = 512 * 1024 * 1024

    private let scan: UnsafeMutablePointer<DocumentScan>

    /// Makes a normalizer with empty scratch memory.
    ///
    /// - Parameter depthMax: Nested arrays and objects that are allowed, 1 to 1024. The default is that of
    ///   `Limits.jsonDepthMax`, which cannot be named here: this room imports nothing.
    package init(depthMax: Int = 128) {
        precondition((1...1024).contains(depthMax), "each level costs stack")
        self.scan = .allocate(capacity: 1)
        self.scan.initialize(to: DocumentScan(depthMax: depthMax))
    }

    deinit {
        self.scan.pointee.free()
        self.scan.deinitialize(count: 1)
        self.scan.deallocate()
    }

    /// Reads a document and looks up the pointers.
    ///
    /// - Throws: ``PayloadError`` with the place of the first fault.
    package func normalize(
        _ raw: UnsafeRawBufferPointer,
        extracting extraction: Extraction
    ) throws(PayloadError) -> NormalizedDocument {
        guard let start = raw.baseAddress, !raw.isEmpty else { throw PayloadError(.empty, at: 0) }
        guard raw.count <= Self.documentBytesMax else { throw PayloadError(.tooLarge, at: 0) }
        let scan = self.scan
        scan.pointee.prepare(
            input: start.assumingMemoryBound(to: UInt8.self),
            count: raw.count,
            slots: extraction.slotCount
        )
        defer { scan.pointee.trim() }
        try extraction.nodes.withUnsafeBufferPointer { (nodes) throws(PayloadError) in
            try extraction.keys.withUnsafeBufferPointer { (keys) throws(PayloadError) in
                scan.pointee.want(nodes, keys)
                try scan.pointee.document()
            }
        }
        return scan.pointee.result(extraction)
    }
}
