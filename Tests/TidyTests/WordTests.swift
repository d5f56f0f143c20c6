import Testing

@Suite struct WordTests {
    /// A word that is not written, and where it may be all the same.
    private struct Rule {
        let pattern: String
        /// Paths, or beginnings of paths, each with its reason.
        var allowed: [(path: String, reason: String)] = []
    }

    private static func complaints(_ rule: Rule, in files: [SourceTree.File]) throws -> Complaints {
        let pattern = try Regex(rule.pattern)
        var complaints = Complaints()
        for file in files where !rule.allowed.contains(where: { file.path.hasPrefix($0.path) }) {
            for (index, line) in file.code.lines.enumerated() where line.contains(pattern) {
                complaints.add(file, index + 1, file.lines[index].drop { $0 == " " }.prefix(100).description)
            }
        }
        return complaints
    }

    @Test(arguments: [#"\bTask\s*\{"#, #"\bTask\.detached"#, #"\bDispatchQueue\b"#, #"\bTask\.init\b"#])
    func noLooseConcurrency(pattern: String) throws {
        let complaints = try Self.complaints(Rule(pattern: pattern), in: SourceTree.sources)
        complaints.report("\(pattern): every long-lived part has run() and one owner")
    }

    @Test func roomsDoNotPrint() throws {
        let complaints = try Self.complaints(
            Rule(pattern: #"(^|[^.\w])(print|debugPrint|dump)\("#),
            in: SourceTree.sources
        )
        complaints.report("print( in Sources: commands write through Terminal, rooms log")
    }

    @Test func tagsAreComparedInOnePlace() throws {
        let uses = SourceTree.sources.filter { file in
            file.code.lines.contains { $0.contains("CRYPTO_memcmp") }
        }
        #expect(uses.count == 1, "\(uses.map(\.path))")
        let name = #"(tag|mac|signature|expected)"#
        let rule = Rule(
            pattern: #"memcmp\(|\b\#(name)\b *(==|!=)|(==|!=) *(\w+\.)?\#(name)\b|elementsEqual\(.*\b\#(name)\b"#,
            allowed: [
                ("Sources/Signatures/TagComparison.swift", "the one place"),
                ("Sources/Signatures/PresentedTexts.swift", "the word before a signature, such as v1, is public"),
            ]
        )
        let files = SourceTree.sources.filter { ["Signatures", "Inbound", "Admin"].contains($0.room) }
        try Self.complaints(rule, in: files).report("tags are compared by TagComparison, which takes no shorter time")
    }

    @Test func nobodySleeps() throws {
        let rule = Rule(
            pattern: #"\b(u|nano)?sleep\("#,
            allowed: [
                ("Tests/EndToEndTests/Support/Eventually.swift", "another process can only be polled"),
                ("Sources/Store/SQLite/", "the lock of the process before is polled for fifteen seconds at the start"),
                ("Sources/GatewayTesting/", "a stub that answers late on purpose"),
            ]
        )
        try Self.complaints(rule, in: SourceTree.swift).report("sleep: wait for a named signal instead")
    }

    @Test func wayOfAnEventHasNoAwait() throws {
        let rule = Rule(
            pattern: #"\bawait\b|\basync\b"#,
            allowed: [
                ("Sources/Inbound/IngestServer", "start and drain are waited for by the supervisor"),
                ("Sources/Inbound/TLSFiles", "certificates are read at the start"),
                ("Sources/Outbound/Dispatcher.swift", "stop is waited for by the supervisor"),
            ]
        )
        let hot = ["Events", "Payload", "Signatures", "Store", "Inbound", "Outbound"]
        let files = SourceTree.sources.filter { hot.contains($0.room) }
        try Self.complaints(rule, in: files).report("async on the way of an event: docs/decisions/0002-threads.md")
    }

    @Test func foundationStaysOut() throws {
        let full = Rule(pattern: #"import (Foundation|FoundationNetworking|FoundationInternationalization)\s*$"#)
        try Self.complaints(full, in: SourceTree.sources).report("Foundation: docs/decisions/0005-no-foundation.md")
        let essentials = Rule(
            pattern: #"import FoundationEssentials"#,
            allowed: [
                ("Sources/Admin/", "encodes JSON for people and programs"),
                ("Sources/hookgate/", "encodes and decodes JSON for people and programs"),
            ]
        )
        try Self.complaints(essentials, in: SourceTree.sources)
            .report("FoundationEssentials: docs/decisions/0005-no-foundation.md")
    }

    @Test func nothingIsLeftToBeDone() throws {
        var complaints = Complaints()
        let word = try Regex(#"\b(TO"# + #"DO|FIX"# + #"ME|XXX)\b"#)
        for file in SourceTree.swift where file.path != "Tests/TidyTests/WordTests.swift" {
            for (index, line) in file.lines.enumerated() where line.contains(word) {
                complaints.add(file, index + 1, line)
            }
        }
        complaints.report("what is to be done stands in an issue")
    }

    @Test func dangerIsExplained() throws {
        // A `!` after a word, a bracket or a quotation mark, and not before `=`: a value taken by force.
        let danger = try Regex(#"@unchecked|nonisolated\(unsafe\)|\btry!|\bas!|[\w\)\]"]!(?![=\w])"#)
        var complaints = Complaints()
        for file in SourceTree.sources {
            for (index, line) in file.code.lines.enumerated() where line.contains(danger) {
                let near = file.lines[max(0, index - 2)...index].joined()
                if !near.lowercased().contains("because") {
                    complaints.add(file, index + 1, file.lines[index].drop { $0 == " " }.description)
                }
            }
        }
        complaints.report(
            "@unchecked, nonisolated(unsafe), try!, as! and ! say why: `// because: …` on the line or above"
        )
    }
}
