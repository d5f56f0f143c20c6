import GatewayTesting
import Testing

@testable import Signatures

struct EncodingTests {
    private func decode(_ text: String, _ count: Int, _ encoding: SignatureEncoding) -> [UInt8]? {
        var out = [UInt8](repeating: 0xEE, count: count)
        var text = text
        let isRead = text.withUTF8 { bytes in
            out.withUnsafeMutableBytes { encoding.decode(UnsafeRawBufferPointer(bytes), into: $0) }
        }
        return isRead ? out : nil
    }

    private func encode(_ bytes: [UInt8], _ encoding: SignatureEncoding) -> String {
        bytes.withUnsafeBytes { encoding.encode($0) }
    }

    @Test(arguments: SignatureEncoding.allCases)
    func whatIsWrittenIsReadAgain(_ encoding: SignatureEncoding) {
        var chance = SeededGenerator(seed: 6)
        for count in 0...70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
            let text = self.encode(bytes, encoding)
            #expect(self.decode(text, count, encoding) == bytes)
            #expect(self.decode(text, count + 1, encoding) == nil)
            #expect(count == 0 || self.decode(text, count - 1, encoding) == nil)
        }
    }

    /// RFC 4648 §10.
    @Test(arguments: [
        ("", "", ""), ("f", "66", "Zg=="), ("fo", "666f", "Zm8="), ("foo", "666f6f", "Zm9v"),
        ("foob", "666f6f62", "Zm9vYg=="), ("fooba", "666f6f6261", "Zm9vYmE="), ("foobar", "666f6f626172", "Zm9vYmFy"),
    ])
    func theTextsAreThoseOfTheStandard(plain: String, hex: String, base64: String) {
        let bytes = Array(plain.utf8)
        #expect(self.encode(bytes, .hex) == hex)
        #expect(self.encode(bytes, .base64) == base64)
        #expect(self.decode(hex.uppercased(), bytes.count, .hex) == bytes)
        #expect(self.decode(base64, bytes.count, .base64) == bytes)
        #expect(self.decode(base64, bytes.count, .base64url) == bytes)
    }

    @Test func theAlphabetsDifferInTwoCharacters() {
        #expect(self.encode([0xFB, 0xFF], .base64) == "+/8=")
        #expect(self.encode([0xFB, 0xFF], .base64url) == "-_8")
        #expect(self.decode("-_8=", 2, .base64) == nil)
        #expect(self.decode("+/8=", 2, .base64url) == nil)
        #expect(self.decode("-_8", 2, .base64url) == [0xFB, 0xFF])
    }

    @Test(arguments: ["Zh==", "Zm9=", "Z===", "Zg=A", "Zg", "Zg=", "Zg===", "Z g=", "=Zg=", "Zg\u{0}="])
    func strayBitsAndWrongPaddingAreRefused(_ text: String) {
        for count in 1...2 { #expect(self.decode(text, count, .base64) == nil) }
    }

    @Test func everyByteThatIsNoHexDigitIsRefusedInEveryPlace() {
        let digits = Set("0123456789abcdefABCDEF".utf8)
        for byte in UInt8.min...UInt8.max {
            for place in 0..<10 {
                var text = Array("0123456789".utf8)
                text[place] = byte
                var out = [UInt8](repeating: 0, count: 5)
                let isRead = text.withUnsafeBytes { bytes in
                    out.withUnsafeMutableBytes { SignatureEncoding.hex.decode(bytes, into: $0) }
                }
                #expect(isRead == digits.contains(byte), "byte \(byte) in place \(place)")
            }
        }
    }
}
