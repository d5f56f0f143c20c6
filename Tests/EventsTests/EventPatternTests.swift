import Testing

@testable import Events

struct EventPatternTests {
    @Test(arguments: [
        ("message.received", "message.received", true),
        ("message.received", "message.receive", false),
        ("message.received", "message.received2", false),
        ("message.received", "Message.received", false),
        ("*", "anything.at.all", true),
        ("message.*", "message.", true),
        ("message.*", "message.a.b.c", true),
        ("message.*", "message", false),
        ("*.completed", "campaign.completed", true),
        ("*.completed", ".completed", true),
        ("*.completed", "campaign.completed.late", false),
        ("a*b*c", "abc", true),
        ("a*b*c", "aXbYbZc", true),
        ("a*b*c", "acb", false),
        ("a*a", "a", false),
        ("a*a", "aa", true),
        ("ab*ba", "aba", false),
        ("*ab*ab*", "ab", false),
        ("*ab*ab*", "xabyabz", true),
        ("**", "x", true),
        ("a**b", "ab", true),
        ("*é", "café", true),
        ("a.b", "axb", false),
        ("[ab]?", "a", false),
    ])
    func starStandsForAnyRunOfCharacters(pattern: String, name: String, expected: Bool) throws {
        #expect(try EventPatternList([pattern]).matches(name) == expected)
    }

    @Test(arguments: [
        (["*", "!message.status_updated"], "message.received", true),
        (["*", "!message.status_updated"], "message.status_updated", false),
        (["!message.status_updated", "*"], "message.status_updated", false),
        (["!message.*"], "campaign.created", true),
        (["!message.*"], "message.received", false),
        (["!a", "!b"], "c", true),
        (["!a", "!b"], "b", false),
        (["message.*", "!*.failed", "campaign.*"], "campaign.failed", false),
        (["message.*", "!*.failed", "campaign.*"], "campaign.started", true),
        (["message.*", "!*.failed", "campaign.*"], "flow.started", false),
    ])
    func exclamationTakesAwayInAnyOrder(patterns: [String], name: String, expected: Bool) throws {
        #expect(try EventPatternList(patterns).matches(name) == expected)
        #expect(try EventPatternList(patterns.reversed()).matches(name) == expected)
    }

    /// Canonically equivalent text is another name: a signature covers bytes.
    @Test func namesAreComparedAsBytes() throws {
        let list = try EventPatternList(["caf\u{E9}"])
        #expect(list.matches("caf\u{E9}"))
        #expect(!list.matches("cafe\u{301}"))
    }

    @Test func verdictNamesThePattern() throws {
        let list = try EventPatternList(["a.*", "!a.x", "b"])
        #expect(list.verdict(on: "a.y") == .included(by: 0))
        #expect(list.verdict(on: "a.x") == .excluded(by: 1))
        #expect(list.verdict(on: "b") == .included(by: 2))
        #expect(list.verdict(on: "c") == .unmentioned)
        #expect(try EventPatternList(["!a"]).verdict(on: "c") == .included(by: nil))
    }

    /// A pattern that makes backtracking matchers take exponential time, over the longest name there is.
    @Test func manyStarsStayCheap() throws {
        let list = try EventPatternList([String(repeating: "a*", count: 127) + "b"])
        #expect(!list.matches(String(repeating: "a", count: 256)))
        #expect(list.matches(String(repeating: "a", count: 255) + "b"))
    }

    @Test func agreesWithTheDefinitionOnAllShortNames() throws {
        let alphabet: [Character] = ["a", "b", "*"]
        let patterns = Self.words(over: alphabet, upTo: 5).filter { !$0.isEmpty }
        let names = Self.words(over: ["a", "b"], upTo: 5)
        for pattern in patterns {
            let compiled = EventPattern(pattern.utf8)
            for name in names {
                let expected = Self.matchesByDefinition(Array(pattern.utf8)[...], Array(name.utf8)[...])
                #expect(compiled.matches(name) == expected, "\(pattern) on \(name)")
            }
        }
    }

    /// `covers` against a search for a name that one pattern has and the other lacks.
    @Test func coversAgreesWithASearchForCounterexamples() {
        let patterns = Self.words(over: ["a", "b", "*"], upTo: 3).filter { !$0.isEmpty }
        let names = Self.words(over: ["a", "b", "c"], upTo: 6)
        for wide in patterns {
            let wider = EventPattern(wide.utf8)
            let taken = Set(names.filter { wider.matches($0) })
            for narrow in patterns {
                let narrower = EventPattern(narrow.utf8)
                let isCovered = names.allSatisfy { !narrower.matches($0) || taken.contains($0) }
                #expect(wider.covers(narrower) == isCovered, "\(wide) over \(narrow)")
            }
        }
    }

    private static func words(over alphabet: [Character], upTo length: Int) -> [String] {
        var all = [""]
        var last = [""]
        for _ in 0..<length {
            last = last.flatMap { word in alphabet.map { word + String($0) } }
            all += last
        }
        return all
    }

    private static func matchesByDefinition(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == UInt8(ascii: "*") {
            return self.matchesByDefinition(pattern.dropFirst(), name)
                || (!name.isEmpty && self.matchesByDefinition(pattern, name.dropFirst()))
        }
        return name.first == first && self.matchesByDefinition(pattern.dropFirst(), name.dropFirst())
    }
}

struct EventPatternErrorTests {
    static let refused: [([String], EventPatternError.Code, Int?, Int?)] = [
        ([], .emptyList, nil, nil),
        (["a", ""], .emptyPattern, 1, nil),
        (["!"], .emptyPattern, 0, nil),
        (["!!a"], .doubleExclamation, 0, nil),
        (["*", "a\nb"], .controlCharacter, 1, nil),
        (["a\u{7F}"], .controlCharacter, 0, nil),
        ([String(repeating: "x", count: 257)], .tooLong, 0, nil),
        (["*" + String(repeating: "é", count: 129)], .tooLong, 0, nil),
        (["a", "!*"], .neverMatches, 0, 1),
        (["!*"], .neverMatches, 0, 0),
        (["!a", "!**"], .neverMatches, 1, 1),
        (["b", "!message.*", "message.read"], .neverMatches, 2, 1),
        (["message.*", "!message*"], .neverMatches, 0, 1),
        (["a*b*c", "!a*c"], .neverMatches, 0, 1),
        (["same", "!same"], .neverMatches, 0, 1),
    ]

    @Test(arguments: refused)
    func listThatCannotWorkIsRefused(
        patterns: [String],
        code: EventPatternError.Code,
        index: Int?,
        excludedBy: Int?
    ) {
        let error = #expect(throws: EventPatternError.self) { try EventPatternList(patterns) }
        #expect(error?.code == code)
        #expect(error?.index == index)
        #expect(error?.excludedBy == excludedBy)
        #expect(error?.message.isEmpty == false)
        #expect(error?.fix.isEmpty == false)
        #expect(error?.message.utf8.contains { $0 < 0x20 || $0 == 0x7F } == false)
        #expect((error?.message.count ?? .max) < 300)
    }

    @Test(arguments: [
        ["*"], ["**", "!x"], [String(repeating: "x", count: 256)], ["*" + String(repeating: "x", count: 256) + "*"],
        ["message.*", "!message.read"], ["a", "a"], ["a", "!b"], ["a!b"], [" "], ["message.*", "!*.read", "!*.sent"],
    ])
    func listThatCanWorkIsTaken(patterns: [String]) throws {
        #expect(try EventPatternList(patterns).texts == patterns)
    }
}
