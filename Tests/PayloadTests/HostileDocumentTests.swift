import Testing

@testable import Payload

/// Documents made to cost time or memory.
///
/// The bounds are far above what is needed and far below what a quadratic
/// algorithm takes (hours for these sizes in a debug build).
@Suite(.timeLimit(.minutes(2)))
struct HostileDocumentTests {
    private static let count = 100_000

    private static func object(_ keys: some Sequence<String>) -> [UInt8] {
        Array("{\(keys.map { "\"\($0)\":0" }.joined(separator: ","))}".utf8)
    }

    @Test func manyKeysAreTaken() throws {
        #expect(try Reading.document(Self.object((0..<Self.count).map { "k\($0)" })).isIdentical)
    }

    /// Keys that look alike at both ends, where the few keys of a small object are compared.
    @Test func manyKeysWithEqualEndsAreTaken() throws {
        let keys = (0..<Self.count).map { "same-beginning\($0 + 1_000_000)same-ending" }
        #expect(try Reading.document(Self.object(keys)).isIdentical)
        #expect(Reading.error(Self.object(keys + [keys[77_777]]))?.code == .duplicateKey)
    }

    @Test func manyIndexKeysAreSorted() throws {
        let document = Self.object((0..<Self.count).reversed().map { String($0) })
        #expect(try Reading.document(document).bytes == Self.object((0..<Self.count).map { String($0) }))
    }

    @Test func duplicateIsFoundAtEveryDistance() {
        for size in [1, 2, 7, 15, 16, 17, 18, 31, 32, 33, 34, 63, 64, 65, 200] {
            let keys = (0..<size).map { "key-number-\($0)" }
            #expect(Reading.error(Self.object(keys)) == nil)
            for index in keys.indices {
                #expect(Reading.error(Self.object(keys + [keys[index]]))?.code == .duplicateKey, "\(index) of \(size)")
                let escaped = keys[index].replacing("k", with: "\\u006b", maxReplacements: 1)
                #expect(Reading.error(Self.object([escaped] + keys))?.code == .duplicateKey, "\(index) of \(size)")
            }
        }
    }

    /// Large objects inside large objects share the two stacks of keys and tables.
    @Test func largeObjectsMayNest() throws {
        func nested(_ depth: Int) -> String {
            let before = (0..<40).map { "\"a\($0)\":0" }.joined(separator: ",")
            let after = (0..<40).map { "\"b\($0)\":0" }.joined(separator: ",")
            return depth == 0 ? "{\(before)}" : "{\(before),\"n\":\(nested(depth - 1)),\(after)}"
        }
        let text = nested(60)
        #expect(try Reading.text(text) == text)
        let doubled = text.dropLast() + ",\"a0\":1}"
        #expect(Reading.error(Array(doubled.utf8))?.code == .duplicateKey)
    }

    @Test func numbersThatGrowAreTaken() throws {
        let text = "[" + [String](repeating: "1e20", count: Self.count).joined(separator: ",") + "]"
        let expected =
            "[" + [String](repeating: "100000000000000000000", count: Self.count).joined(separator: ",") + "]"
        #expect(try Reading.text(text) == expected)
    }

    @Test func numberWithAMillionDigitsIsTaken() throws {
        let nines = String(repeating: "9", count: 1_000_000)
        #expect(try Reading.text(nines) == nines)
        #expect(try Reading.text("0." + String(repeating: "0", count: 1_000_000) + "1e1000001") == "1")
        #expect(try Reading.text("1e" + nines) == "1e" + nines)
    }

    @Test func manySmallReorderedObjectsAreTaken() throws {
        let text = "[" + [String](repeating: #"{"a":0,"1":{"b":0,"2":1}}"#, count: 20_000).joined(separator: ",") + "]"
        let expected =
            "[" + [String](repeating: #"{"1":{"2":1,"b":0},"a":0}"#, count: 20_000).joined(separator: ",") + "]"
        #expect(try Reading.text(text) == expected)
    }
}
