import Testing

@testable import Events

struct KeyDigestTests {
    @Test func digestGivesItsBytesBack() {
        let bytes = (0..<32).map { UInt8($0 * 7 & 0xFF) }
        let digest = bytes.withUnsafeBytes { KeyDigest(bytes: $0) }
        #expect(digest.withBytes { Array($0) } == bytes)
    }

    /// A digest that differs in its last byte only is another key: a collision of hashes must never eat an event.
    @Test func everyByteCounts() {
        let bytes = [UInt8](repeating: 0xAB, count: 32)
        let digest = bytes.withUnsafeBytes { KeyDigest(bytes: $0) }
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 1
            #expect(other.withUnsafeBytes { KeyDigest(bytes: $0) } != digest)
        }
        #expect(bytes.withUnsafeBytes { KeyDigest(bytes: $0) } == digest)
    }
}
