import Testing

@testable import Payload

struct NormalizedDocumentTests {
    @Test(arguments: [
        (#"{"a":1}"#, true), (#"{"a":"\n\"\\"}"#, true), (#"["é😀\u001f\ud800"]"#, true), ("0", true),
        (#"{"1":1,"2":2,"a":3}"#, true),
        ("1e400", true), ("[1.5]", true), ("1e+21", true), ("0.1000000000000000055511151231257827", true),
        (" 0", false), ("0 ", false), (#"{"a": 1}"#, false), (#"["\/"]"#, false), (#"["\u001F"]"#, false),
        (#"["\uD800"]"#, false), ("1.0", false),
        ("-0", false), (#"{"a":3,"1":1}"#, false), (#"["\u0041"]"#, false), ("1e21", false),
    ])
    func identityIsNoticed(text: String, isIdentical: Bool) throws {
        let read = try Reading.document(Array(text.utf8))
        #expect(read.isIdentical == isIdentical)
        #expect((read.bytes == Array(text.utf8)) == isIdentical)
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""""#, ""), (#""\u0645\u062d""#, "مح"), (#""a\/b""#, "a/b"),
        (#""\b\t\n\f\r\"\\\/""#, "\u{8}\t\n\u{C}\r\"\\/"),
        (#""\u0000\u0007\u000b\u0010\u001f""#, "\u{0}\u{7}\u{B}\u{10}\u{1F}"), (#""\\u0041""#, "\\u0041"),
        (#""\ud83d\ude00""#, "😀"),
        (#""é\n""#, "é\n"),
    ])
    func stringIsDecoded(value: String, expected: String) throws {
        let read = try Reading.document(Array("{\"v\": \(value)}".utf8), ["/v"])
        #expect(read.string(0) == expected)
        #expect(read.withStringBytes(0) { Array($0) } == Array(expected.utf8))
    }

    @Test(arguments: ["1", "null", "true", "[]", "{}", #""\ud800""#, #""a\udfffb""#, #""\n\ud800""#])
    func whatIsNoTextIsNoString(value: String) throws {
        let read = try Reading.document(Array("{\"v\":\(value)}".utf8), ["/v", "/absent"])
        #expect(read.string(0) == nil)
        #expect(read.withStringBytes(0) { $0.count } == nil)
        #expect(read.withValueBytes(0) { String(decoding: $0, as: UTF8.self) } == value)
        #expect(read.string(1) == nil)
        #expect(read.withValueBytes(1) { $0.count } == nil)
    }

    @Test func normalizerIsUsedAgainForDocumentsOfAllSizes() throws {
        let normalizer = Normalizer()
        let extraction = Extraction([try JSONPointer("/last")])
        for size in [1, 20_000, 3, 500, 100_000, 2] {
            let members = (0..<size).map { "\"k\($0)\" : [\($0).0,1e20]" }.joined(separator: ",")
            let text = "{\(members),\"last\":\"\\u00e9\"}"
            let read = try Array(text.utf8).withUnsafeBytes { try normalizer.normalize($0, extracting: extraction) }
            #expect(read.string(0) == "é")
            let expected = (0..<size).map { "\"k\($0)\":[\($0),100000000000000000000]" }.joined(separator: ",")
            #expect(read.bytes == Array("{\(expected),\"last\":\"é\"}".utf8))
        }
    }

    @Test func oneNormalizerServesDifferentExtractions() throws {
        let normalizer = Normalizer()
        let body = Array(#"{"a":1,"b":2}"#.utf8)
        for pointers in [["/a"], (0..<100).map { "/x\($0)" }, [], ["/b", "/a"]] {
            let extraction = Extraction(try pointers.map { try JSONPointer($0) })
            let read = try body.withUnsafeBytes { try normalizer.normalize($0, extracting: extraction) }
            #expect(read.values.count == pointers.count)
            #expect(read.values.compactMap { $0 }.count == pointers.filter { ["/a", "/b"].contains($0) }.count)
        }
    }
}
