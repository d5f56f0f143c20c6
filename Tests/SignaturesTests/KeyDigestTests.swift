import Events
import GatewayTesting
import Signatures
import Testing

struct KeyDigestTests {
    private enum Part: Hashable {
        case value(String)
        case body(String)
        case missing(String)
    }

    private func digest(_ parts: [Part], source: Int32 = 1, _ context: HMACContext = HMACContext()) -> KeyDigest {
        var key = KeyDigestBuilder(context, source: SourceID(rawValue: source))
        for part in parts {
            switch part {
            case .value(var text): text.withUTF8 { key.add(UnsafeRawBufferPointer($0)) }
            case .body(var text): text.withUTF8 { key.addBody(UnsafeRawBufferPointer($0)) }
            case .missing(var body): body.withUTF8 { key.addMissing(body: UnsafeRawBufferPointer($0)) }
            }
        }
        return key.finish()
    }

    @Test func theSamePartsAreTheSameKeyInEveryContext() {
        let context = HMACContext()
        let parts = [Part.value("order.created"), .value("2026-03-10T14:30:00+03:00"), .body(#"{"n":1}"#)]
        let first = self.digest(parts, context)
        #expect(self.digest([.value("something else")], context) != first)
        #expect(self.digest(parts, context) == first)
        #expect(self.digest(parts) == first)
    }

    /// Keys outlive the program in the store: the bytes may never change.
    ///
    /// Computed with Python's `hashlib`.
    @Test func theDigestIsSHA256OverSourceMarksLengthsAndParts() {
        let digest = self.digest([.value("a"), .body("bc"), .missing("bc")], source: 7)
        let text = digest.withBytes { bytes in
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(text == "f95afcda7e6d3377d0d5c4c7923efaa163d920ce97070faf5400e74946f319e3")
    }

    @Test func differentKeysAreDifferentDigests() {
        let keys: [[Part]] = [
            [], [.value("")], [.value(""), .value("")], [.value("ab")], [.value("a"), .value("b")],
            [.value("a"), .value(""), .value("b")], [.value("b"), .value("a")], [.body("ab")], [.missing("ab")],
            [.value("a"), .body("b")], [.body("a"), .value("b")], [.missing("a"), .value("b")],
            [.body("ab"), .body("ab")], [.missing("ab"), .body("ab")], [.body("ab"), .missing("ab")],
            [.missing("ab"), .missing("ab")], [.value("a\0b")], [.value("a\u{1}\0\0\0\0\0\0\0b")],
        ]
        #expect(Set(keys.map { self.digest($0) }).count == keys.count)
        #expect(self.digest([.body("ab")], source: 1) != self.digest([.body("ab")], source: 2))
    }

    @Test(arguments: [0, 1, 900, 1_000, 1_011, 1_012, 1_023, 1_024, 1_025, 5_000])
    func theSizeOfAPartDoesNotMatterToTheDigest(size: Int) {
        // Gathered or not, the same bytes are hashed: two keys that differ in one byte of any part differ.
        let part = String(repeating: "x", count: size)
        let one = self.digest([.value(part), .body(part + "1"), .value("end")])
        #expect(one == self.digest([.value(part), .body(part + "1"), .value("end")]))
        #expect(one != self.digest([.value(part), .body(part + "2"), .value("end")]))
        #expect(one != self.digest([.value(part + "1"), .body(part), .value("end")]))
    }
}
