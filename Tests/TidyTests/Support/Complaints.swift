import Testing

/// Collects what violates a rule, and reports it at once: one failure, one list.
struct Complaints {
    private var list: [String] = []

    mutating func add(_ file: SourceTree.File, _ line: Int, _ text: String) {
        self.list.append("\(file.path):\(line): \(text)")
    }

    mutating func add(_ text: String) {
        self.list.append(text)
    }

    func report(_ rule: String, sourceLocation: SourceLocation = #_sourceLocation) {
        guard !self.list.isEmpty else { return }
        Issue.record("\(rule)\n\(self.list.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
}
