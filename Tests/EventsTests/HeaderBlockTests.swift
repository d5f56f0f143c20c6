import Testing

@testable import Events

struct HeaderBlockTests {
    @Test func fieldsComeBackInOrderWithNamesInLowerCase() {
        var block = HeaderBlock()
        block.append(name: "X-Webhook-Timestamp", value: "2026-03-10T14:30:00+03:00")
        block.append(name: "empty", value: "")
        block.append(name: "ÄB", value: "Grüße: a=b")
        block.append(name: "empty", value: "second")
        #expect(block.fields.map(\.name) == ["x-webhook-timestamp", "empty", "Äb", "empty"])
        #expect(block.fields.map(\.value) == ["2026-03-10T14:30:00+03:00", "", "Grüße: a=b", "second"])
        #expect(block.first("empty") == "")
        #expect(block.first("x-webhook-timestamp") == "2026-03-10T14:30:00+03:00")
        #expect(block.first("X-Webhook-Timestamp") == nil)
        #expect(block.first("absent") == nil)
    }

    @Test func blockIsRebuiltFromItsBytes() {
        var block = HeaderBlock()
        for index in 0..<50 { block.append(name: "n\(index)", value: String(repeating: "v", count: index)) }
        #expect(HeaderBlock(bytes: block.bytes) == block)
        #expect(HeaderBlock(bytes: block.bytes).fields.count == 50)
        #expect(HeaderBlock(bytes: block.bytes).first("n49")?.count == 49)
    }

    @Test func emptyBlockHasNoFields() {
        #expect(HeaderBlock().fields.isEmpty)
        #expect(HeaderBlock().first("a") == nil)
    }

    /// Bytes that no block gave out, as a damaged store might hold: no crash.
    @Test(arguments: [[UInt8(0)], [0, 0, 0], Array("name".utf8), Array("name\u{0}value".utf8), [0xFF, 0x00, 0xFE]])
    func damagedBytesDoNoHarm(bytes: [UInt8]) {
        #expect(HeaderBlock(bytes: bytes).fields.count <= bytes.count)
        #expect(HeaderBlock(bytes: bytes).first("absent") == nil)
    }
}
