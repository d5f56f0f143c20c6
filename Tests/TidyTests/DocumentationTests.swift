import FoundationEssentials
import Testing

@Suite struct DocumentationTests {
    /// A package declaration of weight: a type on its own, or anything with a body of more than five lines.
    @Test func packageDeclarationsAreDocumented() throws {
        let type = try Regex(#"^\s*(@\w+(\([^)]*\))? )*package (final |indirect )*(struct|class|enum|protocol|actor) "#)
        let function = try Regex(
            #"^\s*(@\w+(\([^)]*\))? )*package (static |mutating |final |consuming |borrowing )*func "#
        )
        // What a protocol of the standard library or of a package already says.
        let known = try Regex(#"func (<|==|hash\(into|log\(event|next\(\))"#)
        var complaints = Complaints()
        for file in SourceTree.sources {
            for (index, line) in file.code.lines.enumerated() {
                let isType = line.contains(type)
                guard isType || line.contains(function), !line.contains(known) else { continue }
                let isOnItsOwn = isType && !line.hasPrefix(" ")
                guard isOnItsOwn || (file.code.lengthOfBody(from: index) ?? 0) > 7 else { continue }
                if !Self.isDocumented(file.lines, index) {
                    complaints.add(file, index + 1, line.drop { $0 == " " }.description)
                }
            }
        }
        complaints.report("a package declaration has a doc comment (///) that says what its name does not")
    }

    /// Walks over attributes up to the comment.
    private static func isDocumented(_ lines: [String], _ index: Int) -> Bool {
        var above = index - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        return above >= 0 && lines[above].drop { $0 == " " }.hasPrefix("///")
    }

    @Test func everyLimitSaysItsUnitAndReason() throws {
        let file = try #require(SourceTree.sources.first { $0.path == "Sources/Events/Limits.swift" })
        var complaints = Complaints()
        for (index, line) in file.lines.enumerated() where line.contains("static let ") {
            if !Self.isDocumented(file.lines, index) { complaints.add(file, index + 1, line) }
        }
        complaints.report("every bound has a line with its unit and its reason")
    }

    @Test func pagesHaveOneTitle() {
        #expect(!SourceTree.markdown.isEmpty)
        var complaints = Complaints()
        for file in SourceTree.markdown {
            var isInCode = false
            var titles = 0
            for line in file.lines {
                if line.hasPrefix("```") { isInCode.toggle() }
                if !isInCode, line.hasPrefix("# ") { titles += 1 }
            }
            if titles != 1 { complaints.add("\(file.path): \(titles) titles") }
        }
        complaints.report("a page has exactly one title (#)")
    }

    @Test func linksBetweenPagesLead() throws {
        var complaints = Complaints()
        for file in SourceTree.markdown {
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            for match in file.text.matches(of: #/\]\(([^)\s]+)\)/#) {
                let target = String(match.output.1)
                guard !target.contains("://"), !target.hasPrefix("#"), !target.hasPrefix("mailto:") else { continue }
                let path = target.split(separator: "#")[0]
                if !FileManager.default.fileExists(atPath: "\(SourceTree.root)/\(folder)/\(path)") {
                    complaints.add("\(file.path): \(target)")
                }
            }
        }
        complaints.report("links that lead nowhere")
    }
}
