import Events

/// What holds for every list of patterns and every name.
///
/// The fuzzer checks it as well (Fuzz/).
enum PatternProperty {
    /// Reads lines, the first a name, the others patterns, and says what does not hold; `nil` where all is well.
    static func fault(of bytes: UnsafeRawBufferPointer) -> String? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let texts = lines.map { String(decoding: $0, as: UTF8.self) }
        guard let name = texts.first, let list = try? EventPatternList(Array(texts.dropFirst())) else { return nil }
        // Bytes, not characters: a combining mark behind `!` would be one character with it.
        let mark = UInt8(ascii: "!")
        let patterns = list.texts.map { Array($0.utf8) }
        let included = patterns.filter { $0.first != mark }
        let isIncluded = included.isEmpty || included.contains { self.matches($0, Array(name.utf8)) }
        let isExcluded = patterns.contains { $0.first == mark && self.matches(Array($0.dropFirst()), Array(name.utf8)) }
        if list.matches(name) != (isIncluded && !isExcluded) { return "a name is taken or left wrongly" }
        switch list.verdict(on: name) {
        case .included: return isIncluded && !isExcluded ? nil : "the verdict is wrong"
        case .excluded: return isExcluded ? nil : "the verdict is wrong"
        case .unmentioned: return isIncluded ? "the verdict is wrong" : nil
        }
    }

    /// The definition of `*`, as a table over all prefixes of both.
    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        var row = [true] + [Bool](repeating: false, count: name.count)
        for byte in pattern {
            var next = [Bool](repeating: false, count: name.count + 1)
            next[0] = byte == UInt8(ascii: "*") && row[0]
            for index in name.indices {
                next[index + 1] =
                    byte == UInt8(ascii: "*") ? row[index + 1] || next[index] : row[index] && name[index] == byte
            }
            row = next
        }
        return row[name.count]
    }
}
