package import Events

/// Hashes the parts of one idempotency key to the digest that the dedupe window knows an event by.
///
/// The source comes first, then each part behind a mark of its kind and its length: different keys are different
/// bytes, whatever a sender writes into a part. One key at a time in a context.
package struct KeyDigestBuilder: ~Copyable {
    /// Bytes that are gathered before they are hashed: libcrypto is called once for a key of usual size.
    static let gatheredBytesMax = 1024

    private enum Mark: UInt8 {
        case value = 1
        case body = 2
        /// The body again, which stands further ahead.
        case sameBody = 3
        /// The body that follows stands in for a part that is missing.
        case missing = 4
    }

    private let context: HMACContext
    private var hasBody = false

    /// Begins a key of events of this source.
    package init(_ context: HMACContext, source: SourceID) {
        self.context = context
        context.keyBytes.removeAll(keepingCapacity: true)
        context.hashing.start(FetchedDigest.sha256OrStop)
        withUnsafeBytes(of: source.rawValue.littleEndian) { context.keyBytes.append(contentsOf: $0) }
    }

    /// Adds the value of a part: an event's name, a header, the bytes of a JSON value.
    package mutating func add(_ value: UnsafeRawBufferPointer) {
        self.mark(.value, count: value.count)
        self.append(value)
    }

    /// Adds the normalized body.
    package mutating func addBody(_ body: UnsafeRawBufferPointer) {
        guard !self.hasBody else { return self.mark(.sameBody, count: 0) }
        self.hasBody = true
        self.mark(.body, count: body.count)
        self.append(body)
    }

    /// Adds the normalized body in the place of a part that the event does not have.
    package mutating func addMissing(body: UnsafeRawBufferPointer) {
        self.mark(.missing, count: 0)
        self.addBody(body)
    }

    /// Ends the key.
    package consuming func finish() -> KeyDigest {
        self.context.keyBytes.withUnsafeBytes { self.context.hashing.add($0) }
        self.context.hashing.finish(into: self.context.tag)
        return KeyDigest(
            bytes: UnsafeRawBufferPointer(start: self.context.tag, count: DigestAlgorithm.sha256.byteCount)
        )
    }

    private func mark(_ mark: Mark, count: Int) {
        self.context.keyBytes.append(mark.rawValue)
        withUnsafeBytes(of: UInt64(count).littleEndian) { self.context.keyBytes.append(contentsOf: $0) }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count + self.context.keyBytes.count <= Self.gatheredBytesMax {
            self.context.keyBytes.append(contentsOf: bytes)
        } else {
            self.context.keyBytes.withUnsafeBytes { self.context.hashing.add($0) }
            self.context.keyBytes.removeAll(keepingCapacity: true)
            self.context.hashing.add(bytes)
        }
    }
}
