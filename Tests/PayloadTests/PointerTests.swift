import Testing

@testable import Payload

struct PointerTests {
    /// The example of RFC 6901 §5.
    static let example =
        #"{ "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8 }"#

    /// The normalized text of the value at a pointer.
    private static func value(_ document: String, _ pointer: String) throws -> String? {
        let read = try Reading.document(Array(document.utf8), [pointer])
        return read.withValueBytes(0) { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/foo/1", #""baz""#), ("/", "0"), ("/a~1b", "1"),
        ("/c%d", "2"),
        ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
    ])
    func pointerOfRFC6901FindsItsValue(pointer: String, expected: String) throws {
        #expect(try Self.value(Self.example, pointer) == expected)
    }

    @Test func emptyPointerIsTheWholeDocument() throws {
        for (text, kind) in [
            ("[ 1 ]", ExtractedValue.Kind.array), ("{}", .object), ("1.0", .number), ("null", .null), ("true", .bool),
            ("\"\"", .string),
        ] {
            let read = try Reading.document(Array(text.utf8), [""])
            #expect(read.values == [ExtractedValue(kind: kind, range: 0..<read.bytes.count)])
        }
    }

    @Test(arguments: [
        "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/ 1", "/foo/1.0", "/foo/1e0", "/foo/bar", "/foo/",
        "/foo/0/0",
        "/foo/18446744073709551616", "/foo/4294967296", "/Foo", "/fo", "/fooo", "//", "/bar", "/a/b", "/m~01n",
        "/c%25d", "/i\\\\j",
    ])
    func pointerToNothingFindsNothing(pointer: String) throws {
        #expect(try Self.value(Self.example, pointer) == nil)
    }

    @Test(arguments: [
        ("foo", 0), ("foo/bar", 0), ("#/a", 0), (" /a", 0), ("/~", 2), ("/a~2", 3), ("/a~/b", 3), ("/~~", 2),
        ("/a~b", 3),
    ])
    func textThatIsNoPointerIsRefused(text: String, offset: Int) {
        #expect(throws: PayloadError(.invalidPointer, at: offset)) { try JSONPointer(text) }
    }

    @Test(arguments: ["", "/", "//", "/~0~1", "/~01", "/a/b/c", "/é", "/\u{0}"])
    func pointerKeepsItsText(text: String) throws {
        #expect(try JSONPointer(text).text == text)
    }

    @Test(
        arguments: [
            (#"{"0":{"-":1}}"#, "/0/-", "1"), (#"{"01":2}"#, "/01", "2"), (#"[[0,[1,2]],3]"#, "/0/1/1", "2"),
            (#"{"a":{"a":{"a":[{"b":"x"}]}}}"#, "/a/a/a/0/b", #""x""#), (#"{"\u0061":"\u0062"}"#, "/a", #""b""#),
            (#"{"a/b":{"~":1}}"#, "/a~1b/~0", "1"), (#"{"~1":1,"/":2}"#, "/~01", "1"), (#"{"~1":1,"/":2}"#, "/~1", "2"),
            (#"{"tab\there":1}"#, "/tab\there", "1"), (#"{"\u000b":1}"#, "/\u{B}", "1"),
            (#"{"e\u0301":1}"#, "/e\u{301}", "1"),
            ("[ 10 , 11 , 12 ]", "/2", "12"), (#"[{"a":1},{"a":2}]"#, "/1/a", "2"),
            (#"{"a":[],"b":[1.50]}"#, "/b/0", "1.5"),
        ] as [(String, String, String)]
    )
    func keysAreComparedWithoutTheirEscapes(document: String, pointer: String, expected: String) throws {
        #expect(try Self.value(document, pointer) == expected)
    }

    @Test func canonicallyEquivalentKeysAreDifferent() throws {
        #expect(try Self.value(#"{"e\u0301":1}"#, "/\u{E9}") == nil)
    }

    @Test func manyPointersAreFoundInOnePass() throws {
        let text = #"{"a":{"b":[true,{"c":"\/x"}],"d":null},"e":-0.0,"f":"y"}"#
        let pointers = ["/f", "/a/b/1/c", "/a", "/e", "/a/b/0", "/missing", "/a/d", "", "/f", "/a/b/1/c/0"]
        let read = try Reading.document(Array(text.utf8), pointers)
        let found = pointers.indices.map { index in read.withValueBytes(index) { String(decoding: $0, as: UTF8.self) } }
        #expect(
            found == [
                "\"y\"", "\"/x\"", #"{"b":[true,{"c":"/x"}],"d":null}"#, "0", "true", nil, "null",
                #"{"a":{"b":[true,{"c":"/x"}],"d":null},"e":0,"f":"y"}"#, "\"y\"", nil,
            ]
        )
        #expect(
            read.values.map { $0?.kind } == [
                .string, .string, .object, .number, .bool, nil, .null, .object, .string, nil,
            ]
        )
    }

    /// Ranges follow their values when an object's members change places, at every level.
    @Test func rangesFollowReorderedMembers() throws {
        let text =
            #"{"z":{"q":"first","3":{"k":[1.0,"\u0041"],"0":"deep"},"1":1e2},"7":"seven","0":[ {"b":"x","5":"five"} ]}"#
        let expected = [
            "/z/q": #""first""#, "/z/3/k/1": #""A""#, "/z/3/0": #""deep""#, "/z/1": "100", "/7": #""seven""#,
            "/0/0/5": #""five""#,
            "/0/0/b": #""x""#, "/z/3": #"{"0":"deep","k":[1,"A"]}"#, "/z/3/k": #"[1,"A"]"#,
            "/0": #"[{"5":"five","b":"x"}]"#,
            "/z": #"{"1":100,"3":{"0":"deep","k":[1,"A"]},"q":"first"}"#,
            "": #"{"0":[{"5":"five","b":"x"}],"7":"seven","z":{"1":100,"3":{"0":"deep","k":[1,"A"]},"q":"first"}}"#,
        ]
        let pointers = expected.keys.sorted()
        let read = try Reading.document(Array(text.utf8), pointers)
        for (index, pointer) in pointers.enumerated() {
            #expect(
                read.withValueBytes(index) { String(decoding: $0, as: UTF8.self) } == expected[pointer],
                "\(pointer)"
            )
        }
    }
}
