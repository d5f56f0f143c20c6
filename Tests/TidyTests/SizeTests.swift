import Testing

@Suite struct SizeTests {
    @Test func filesHaveAtMostFiveHundredLines() {
        #expect(SourceTree.sources.count > 50, "the tree was not found")
        var complaints = Complaints()
        for file in SourceTree.swift where file.lines.count > 501 {
            complaints.add(file, file.lines.count, "\(file.lines.count) lines")
        }
        complaints.report("A file has at most 500 lines: split it by topic, as Type+Topic.swift")
    }

    @Test func functionsHaveAtMostSeventyLines() {
        var complaints = Complaints()
        for file in SourceTree.swift {
            for function in file.code.functions() where function.length > 70 {
                complaints.add(file, function.line, "\(function.name) has \(function.length) lines")
            }
        }
        complaints.report("A function has at most 70 lines")
    }

    @Test func functionScannerCountsWhatItShould() {
        let text = """
            protocol P { func none() }
            func one() { "}" }
            func three(_ body: () -> Void = {}) {
                if true { /* } */ }
            }
            """
        let found = CodeLines(text).functions()
        #expect(found.map(\.length) == [1, 3])
        #expect(found.map(\.line) == [2, 3])
    }
}
