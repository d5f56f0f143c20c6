/// The lines of a Swift file with comments and the contents of string literals blanked out, so that a search finds code.
struct CodeLines: Sendable {
    private(set) var lines: [String] = []

    private enum Mode {
        case code, blockComment, text(hashes: Int), longText(hashes: Int)
    }

    init(_ text: String) {
        var mode = Mode.code
        var line = ""
        var rest = Substring(text)
        while let character = rest.first {
            if character == "\n" {
                self.lines.append(line)
                line = ""
                if case .text = mode { mode = .code }
                rest.removeFirst()
                continue
            }
            let taken = Self.step(&mode, rest)
            line += taken.shown
            rest.removeFirst(taken.count)
        }
        self.lines.append(line)
    }

    /// Takes the next token; says how many characters it had and what is shown of it.
    private static func step(_ mode: inout Mode, _ rest: Substring) -> (count: Int, shown: String) {
        switch mode {
        case .blockComment:
            guard rest.hasPrefix("*/") else { return (1, " ") }
            mode = .code
            return (2, "  ")
        case .text(let hashes), .longText(let hashes):
            let isLong = if case .longText = mode { true } else { false }
            let end = (isLong ? "\"\"\"" : "\"") + String(repeating: "#", count: hashes)
            if rest.hasPrefix(end) {
                mode = .code
                return (end.count, end)
            }
            let escape = "\\" + String(repeating: "#", count: hashes)
            return rest.hasPrefix(escape) && rest.dropFirst(escape.count).first != "\n"
                ? (escape.count + 1, " ") : (1, " ")
        case .code:
            if rest.hasPrefix("//") { return (rest.prefix { $0 != "\n" }.count, "") }
            if rest.hasPrefix("/*") {
                mode = .blockComment
                return (2, "  ")
            }
            let hashes = rest.prefix { $0 == "#" }.count
            let opening = rest.dropFirst(hashes)
            if opening.hasPrefix("\"\"\"") {
                mode = .longText(hashes: hashes)
                return (hashes + 3, "\"\"\"")
            }
            if opening.hasPrefix("\"") {
                mode = .text(hashes: hashes)
                return (hashes + 1, "\"")
            }
            return (1, String(rest.prefix(1)))
        }
    }

    /// Names of functions, initializers and computed members with the number of lines from `{` to its `}`.
    ///
    /// Counts braces on blanked lines; a nested function counts for itself and for the one around it.
    func functions() -> [(name: String, line: Int, length: Int)] {
        var found: [(name: String, line: Int, length: Int)] = []
        for (index, line) in self.lines.enumerated() {
            guard let match = line.firstMatch(of: #/\b(func\s+[^\s(<]+|init[?]?\s*[(<]|deinit\b)/#) else { continue }
            let column = line.distance(from: line.startIndex, to: match.range.lowerBound)
            guard let length = self.lengthOfBody(from: index, column: column) else { continue }
            found.append((String(match.output.0), index + 1, length))
        }
        return found
    }

    /// Lines from a declaration to the end of its body; `nil` where it has none, as in a protocol.
    func lengthOfBody(from start: Int, column: Int = 0) -> Int? {
        var depth = 0
        var parentheses = 0
        for index in start..<min(start + 1_000, self.lines.count) {
            for character in self.lines[index].dropFirst(index == start ? column : 0) {
                switch character {
                case "(": parentheses += 1
                case ")": parentheses -= 1
                case "{" where parentheses == 0 || depth > 0: depth += 1
                case "}" where depth > 0:
                    depth -= 1
                    if depth == 0 { return index - start + 1 }
                case "}" where parentheses == 0: return nil  // the end of a protocol: no body
                default: break
                }
            }
            if depth == 0, parentheses == 0, index > start, self.lines[index].contains(#/\b(func|var|let|init)\b/#) {
                return nil
            }
        }
        return nil
    }
}
