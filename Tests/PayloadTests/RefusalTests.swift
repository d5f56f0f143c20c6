import Testing

@testable import Payload

/// The `n_` classes of JSONTestSuite and more: what must be refused, why, and at which byte.
struct RefusalTests {
    static let texts: [(String, PayloadError.Code, Int)] = [
        ("", .empty, 0), (" ", .empty, 1), ("\n\t\r ", .empty, 4),
        ("\u{FEFF}{}", .byteOrderMark, 0), ("\u{FEFF}", .byteOrderMark, 0), ("é", .unexpectedByte, 0),
        // Literals.
        ("nul", .unterminated, 3), ("[nu]", .unexpectedByte, 3), ("[nulll]", .unexpectedByte, 5),
        ("[tru]", .unexpectedByte, 4),
        ("[fals]", .unexpectedByte, 5), ("[True]", .unexpectedByte, 1), ("True", .unexpectedByte, 0),
        ("TRUE", .unexpectedByte, 0),
        ("t", .unterminated, 1), ("f", .unterminated, 1), ("n", .unterminated, 1), ("truee", .trailingBytes, 4),
        ("[NaN]", .unexpectedByte, 1), ("[-NaN]", .invalidNumber, 1), ("[Infinity]", .unexpectedByte, 1),
        ("[-Infinity]", .invalidNumber, 1), ("[nan]", .unexpectedByte, 2), ("undefined", .unexpectedByte, 0),
        // Numbers.
        ("-", .invalidNumber, 0), ("[-]", .invalidNumber, 1), ("[+1]", .unexpectedByte, 1),
        ("[++1234]", .unexpectedByte, 1),
        ("[--1]", .invalidNumber, 1), ("[-+1]", .invalidNumber, 1), ("[01]", .invalidNumber, 1),
        ("[-01]", .invalidNumber, 1),
        ("[00]", .invalidNumber, 1), ("-00", .invalidNumber, 0), ("[-012]", .invalidNumber, 1),
        ("[012]", .invalidNumber, 1),
        ("[1.]", .invalidNumber, 1), ("[-2.]", .invalidNumber, 1), ("1.", .invalidNumber, 0),
        ("[.1]", .unexpectedByte, 1),
        ("[-.123]", .invalidNumber, 1), ("[.2e-3]", .unexpectedByte, 1), ("[0.e1]", .invalidNumber, 1),
        ("[2.e3]", .invalidNumber, 1),
        ("[2.e+3]", .invalidNumber, 1), ("[1e]", .invalidNumber, 1), ("[1e+]", .invalidNumber, 1),
        ("[1E-]", .invalidNumber, 1),
        ("[0e]", .invalidNumber, 1), ("[0e+]", .invalidNumber, 1), ("[0E]", .invalidNumber, 1),
        ("[1.0e]", .invalidNumber, 1),
        ("[1.0e+]", .invalidNumber, 1), ("[0.3e]", .invalidNumber, 1), ("[9.e+]", .invalidNumber, 1),
        ("1e", .invalidNumber, 0),
        ("1e+", .invalidNumber, 0), ("[1eE2]", .invalidNumber, 1), ("[1e1.5]", .unexpectedByte, 4),
        ("[0.1.2]", .unexpectedByte, 4),
        ("[1 000.0]", .unexpectedByte, 3), ("[1+2]", .unexpectedByte, 2), ("[1-2]", .unexpectedByte, 2),
        ("[0x1]", .unexpectedByte, 2),
        ("[0x42]", .unexpectedByte, 2), ("[1a]", .unexpectedByte, 2), ("[1,000]", .invalidNumber, 3),
        ("[1_000]", .unexpectedByte, 2),
        ("[- 1]", .invalidNumber, 1), ("[-foo]", .invalidNumber, 1), ("[\u{FF11}]", .unexpectedByte, 1),
        ("[1ea]", .invalidNumber, 1),
        ("[123.456.789]", .unexpectedByte, 8), ("1f", .trailingBytes, 1), ("0 1", .trailingBytes, 2),
        ("2@", .trailingBytes, 1),
        ("[1.8011670033376514H-308]", .unexpectedByte, 19), ("[-1x]", .unexpectedByte, 3), ("[1٠]", .unexpectedByte, 2),
        // Strings.
        ("\"", .unterminated, 1), ("\"a", .unterminated, 2), ("\"12345678", .unterminated, 9),
        ("[\"", .unterminated, 2),
        ("\"\\", .unterminated, 2), ("\"\\\"", .unterminated, 3), ("[\"a", .unterminated, 3),
        ("\"\\\\\\\"", .unterminated, 5),
        ("[\"\\x00\"]", .invalidEscape, 2), ("[\"\\a\"]", .invalidEscape, 2), ("[\"\\'\"]", .invalidEscape, 2),
        ("[\"\\U0041\"]", .invalidEscape, 2),
        ("[\"\\\t\"]", .invalidEscape, 2), ("[\"\\\u{0}\"]", .invalidEscape, 2), ("[\"\\🌀\"]", .invalidEscape, 2),
        ("\"\\é\"", .invalidEscape, 1),
        ("[\"\\u00A\"]", .invalidEscape, 2), ("[\"\\u\"]", .invalidEscape, 2), ("[\"\\u00\"]", .invalidEscape, 2),
        ("\"\\u", .invalidEscape, 1),
        ("\"\\u004", .invalidEscape, 1), ("\"\\u00g0\"", .invalidEscape, 1), ("\"\\u-123\"", .invalidEscape, 1),
        ("\"\\u 123\"", .invalidEscape, 1),
        ("\"\\u{41}\"", .invalidEscape, 1), ("\"\\u00é\"", .invalidEscape, 1), ("\"\\uD800\\u\"", .invalidEscape, 7),
        ("\"\\uD800\\uD8\"", .invalidEscape, 7),
        ("\"\\uD800\\u1x\"", .invalidEscape, 7), ("\"\\uD800\\", .unterminated, 8),
        ("[\"\\uD834\\uDd\"]", .invalidEscape, 8), ("\"\\0\"", .invalidEscape, 1),
        ("\"a\u{0}a\"", .controlCharacter, 2), ("\"new\nline\"", .controlCharacter, 4),
        ("\"\t\"", .controlCharacter, 1), ("\"\u{1F}\"", .controlCharacter, 1),
        ("\"12345678\u{1}\"", .controlCharacter, 9), ("\"abc\r\"", .controlCharacter, 4),
        ("{\"a\nb\":1}", .controlCharacter, 3),
        ("['a']", .unexpectedByte, 1), ("`a`", .unexpectedByte, 0), ("a", .unexpectedByte, 0),
        ("abc", .unexpectedByte, 0),
        ("[\\u0020\"asd\"]", .unexpectedByte, 1), ("[\\n]", .unexpectedByte, 1), ("\"\"x", .trailingBytes, 2),
        ("\"\"\"\"", .trailingBytes, 2),
        ("[\u{201C}a\u{201D}]", .unexpectedByte, 1), ("[é]", .unexpectedByte, 1),
        // Arrays.
        ("[", .unterminated, 1), ("[ ", .unterminated, 2), ("]", .unexpectedByte, 0), ("[]]", .trailingBytes, 2),
        ("[1", .unterminated, 2),
        ("[1,", .unterminated, 3), ("[1,]", .unexpectedByte, 3), ("[1,\n1\n,1", .unterminated, 8),
        ("[,1]", .unexpectedByte, 1), ("[,]", .unexpectedByte, 1),
        ("[1,,2]", .unexpectedByte, 3), ("[\"\",]", .unexpectedByte, 4), ("[\"\",,]", .unexpectedByte, 4),
        ("[1 2]", .unexpectedByte, 3),
        ("[\"x\"]]", .trailingBytes, 5), ("[3[4]]", .unexpectedByte, 2), ("[1:2]", .unexpectedByte, 2),
        ("[\"\": 1]", .unexpectedByte, 3),
        ("[1}", .unexpectedByte, 2), ("[{]", .unexpectedByte, 2), ("[\"a\" \"b\"]", .unexpectedByte, 5),
        ("[1]x", .trailingBytes, 3),
        ("[*]", .unexpectedByte, 1), ("[[]", .unterminated, 3), ("[][]", .trailingBytes, 2),
        ("[1],", .trailingBytes, 3), ("[a", .unexpectedByte, 1),
        ("[\u{B}1]", .unexpectedByte, 1), ("[\u{C}]", .unexpectedByte, 1), ("[\u{A0}]", .unexpectedByte, 1),
        ("[\u{2060}]", .unexpectedByte, 1),
        ("[1\u{0}]", .unexpectedByte, 2), ("[1]\u{0}", .trailingBytes, 3), ("[1]//", .trailingBytes, 3),
        ("[1]/**/", .trailingBytes, 3),
        ("[1,#\n2]", .unexpectedByte, 3), ("[/**/1]", .unexpectedByte, 1), ("<null>", .unexpectedByte, 0),
        ("<.>", .unexpectedByte, 0),
        ("\u{0}", .unexpectedByte, 0), ("\u{0}[]", .unexpectedByte, 0), ("[\u{0}]", .unexpectedByte, 1),
        // Objects.
        ("{", .unterminated, 1), ("}", .unexpectedByte, 0), ("{}}", .trailingBytes, 2), ("{\"a\"", .unterminated, 4),
        ("{\"a\":", .unterminated, 5),
        ("{\"a\":1", .unterminated, 6), ("{\"a\":1,", .unterminated, 7), ("{\"a\":1,}", .unexpectedByte, 7),
        ("{,}", .unexpectedByte, 1),
        ("{\"a\":1,,\"b\":2}", .unexpectedByte, 7), ("{\"a\",1}", .unexpectedByte, 4),
        ("{\"a\" 1}", .unexpectedByte, 5), ("{\"a\":}", .unexpectedByte, 5),
        ("{:1}", .unexpectedByte, 1), ("{\"a\"}", .unexpectedByte, 4), ("{a:1}", .unexpectedByte, 1),
        ("{'a':1}", .unexpectedByte, 1),
        ("{1:1}", .unexpectedByte, 1), ("{null:1}", .unexpectedByte, 1), ("{[1]:1}", .unexpectedByte, 1),
        ("{\"a\"::1}", .unexpectedByte, 5),
        ("{\"a\":1 \"b\":2}", .unexpectedByte, 7), ("{\"a\":1]", .unexpectedByte, 6),
        ("{\"a\":1;\"b\":2}", .unexpectedByte, 6),
        ("{\"a\"=1}", .unexpectedByte, 4), ("{\"a\":1 2}", .unexpectedByte, 7), ("{}{}", .trailingBytes, 2),
        ("{\"a\":1}#", .trailingBytes, 7),
        ("{\"a\":1}/**/", .trailingBytes, 7), ("{\"a\":/*c*/1}", .unexpectedByte, 5),
        ("{\"a\":\"b\"}}", .trailingBytes, 9), ("{\"a", .unterminated, 3),
        ("{\"a\":\"a", .unterminated, 7), ("{🇨🇭}", .unexpectedByte, 1), ("{\"a\": tru}", .unexpectedByte, 9),
        ("{\"é\":\"0\",}", .unexpectedByte, 10),
        // The same key twice, however it is written.
        (#"{"a":1,"a":2}"#, .duplicateKey, 7), (#"{"a":1,"a":1}"#, .duplicateKey, 7),
        (#"{"a":1,"\u0061":2}"#, .duplicateKey, 7),
        (#"{"\u0061":1,"a":2}"#, .duplicateKey, 12), (#"{"\/":1,"/":2}"#, .duplicateKey, 8),
        (#"{"":1,"":2}"#, .duplicateKey, 6),
        (#"{"x":{"b":1,"b":2}}"#, .duplicateKey, 12), (#"[{"b":1},{"b":1,"b":2}]"#, .duplicateKey, 16),
        (#"{"\n":1,"\u000a":2}"#, .duplicateKey, 8),
        (#"{"\ud83d\ude00":1,"😀":2}"#, .duplicateKey, 18), (#"{"\uD800":1,"\ud800":2}"#, .duplicateKey, 12),
        (#"{"1":1,"1":2}"#, .duplicateKey, 7),
        (#"{"a":{"a":1},"a":2}"#, .duplicateKey, 13), (#"{"__proto__":1,"__proto__":2}"#, .duplicateKey, 15),
        (#"{"é":1,"\u00e9":1}"#, .duplicateKey, 8),
        (#"{"abcdefgh":1,"abcdefg\u0068":1}"#, .duplicateKey, 14), (#"{"\"":1,"\u0022":1}"#, .duplicateKey, 8),
    ]

    @Test(arguments: texts)
    func malformedTextIsRefused(text: String, code: PayloadError.Code, offset: Int) {
        #expect(Reading.error(Array(text.utf8)) == PayloadError(code, at: offset))
    }

    /// Bytes that stand in a string and are no UTF-8.
    @Test(
        arguments: [
            [0x80], [0xBF], [0xFF], [0xFE], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2], [0xC2, 0x22], [0xE9], [0xE5],
            [0xE0, 0x80, 0xAF],
            [0xE0, 0x9F, 0xBF], [0xE0, 0xFF], [0xE2, 0x82], [0xE2, 0x82, 0x22], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF0, 0x80, 0x80, 0xAF],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0xF4, 0xBF, 0xBF, 0xBF], [0xF5, 0x80, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
            [0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF], [0xC3, 0xC3], [0xF0, 0x9F, 0x98, 0xC0],
        ] as [[UInt8]]
    )
    func stringThatIsNoUTF8IsRefused(bytes: [UInt8]) {
        for padding in [0, 1, 7, 8, 9] {
            let before = [UInt8](repeating: UInt8(ascii: "a"), count: padding)
            let quote = [UInt8(ascii: "\"")]
            #expect(Reading.error(quote + before + bytes + quote)?.code == .invalidUTF8)
            #expect(Reading.error(quote + before + bytes + quote)?.offset == padding + 1)
            #expect(Reading.error(Array("{\"".utf8) + before + bytes + Array("\":1}".utf8))?.code == .invalidUTF8)
            #expect(Reading.error(quote + before + bytes) != nil)
        }
    }

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0x7B, 0x7D], .byteOrderMark), ([0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], .unexpectedByte),
            ([0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], .unexpectedByte), ([0x5B, 0xFF, 0x5D], .unexpectedByte),
            ([0x5B, 0x31, 0x00, 0x5D], .unexpectedByte),
            ([0x00, 0x5B, 0x00, 0x5D], .unexpectedByte), ([0x5B, 0xE5, 0x5D], .unexpectedByte),
            ([0x22, 0xE2, 0x82], .invalidUTF8),
        ] as [([UInt8], PayloadError.Code)]
    )
    func bytesOutsideStringsAreASCII(bytes: [UInt8], code: PayloadError.Code) {
        #expect(Reading.error(bytes)?.code == code)
    }

    @Test func everyPrefixOfADocumentIsRefused() {
        let document = Array(#"{"a":[1.5e2,"\u00e9\ud83d\ude00é",true,{"b":null}],"1":false}"#.utf8)
        #expect(Reading.error(document) == nil)
        for length in 0..<document.count {
            #expect(Reading.error(Array(document[..<length])) != nil, "\(length) bytes are taken")
        }
    }

    @Test func oneLevelTooManyIsRefused() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = String(repeating: open, count: 129) + "1" + String(repeating: close, count: 129)
            #expect(Reading.error(Array(deep.utf8)) == PayloadError(.tooDeep, at: 128 * open.utf8.count))
        }
        // However many there are, the stack does not feel it.
        #expect(Reading.error([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))?.code == .tooDeep)
    }

    @Test func nilBufferIsEmpty() {
        let error = #expect(throws: PayloadError.self) {
            try Normalizer().normalize(UnsafeRawBufferPointer(start: nil, count: 0), extracting: .none)
        }
        #expect(error == PayloadError(.empty, at: 0))
    }

    @Test(arguments: PayloadError.Code.allCases)
    func messageSaysWhereAndNothingOfThePayload(code: PayloadError.Code) {
        let error = PayloadError(code, at: 4711)
        #expect(error.message.count > 20)
        #expect(error.message.contains("4711") || [.empty, .byteOrderMark, .tooLarge].contains(code))
    }

    /// A refused document leaves nothing behind that the next one could feel.
    @Test func normalizerGoesOnAfterARefusal() throws {
        let normalizer = Normalizer()
        for text in [#"{"a":{"b":[1,{"c":"\u0041"#, #"{"a":1,"a":2}"#, #"[[[[["#, #"{"x":1e20,"y":"\"#] {
            #expect(throws: PayloadError.self) {
                try Array(text.utf8).withUnsafeBytes { try normalizer.normalize($0, extracting: .none) }
            }
            let next = try Array(#"{"a":1, "b":{"a":2}}"#.utf8).withUnsafeBytes {
                try normalizer.normalize($0, extracting: .none)
            }
            #expect(String(decoding: next.bytes, as: UTF8.self) == #"{"a":1,"b":{"a":2}}"#)
        }
    }
}
