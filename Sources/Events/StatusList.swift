/// HTTP statuses as people list them: `408, 429, 500-599, !501`.
///
/// An entry is a status or a range of them; `!` takes away. A list of only `!` entries means all but those. The order does
/// not matter.
package struct StatusList: Sendable, Hashable {
    /// Why a text is no list of statuses.
    package struct ParsingError: Error, Sendable, Equatable {
        /// What was read and why it cannot work.
        package let message: String
    }

    /// The statuses that a list can name (RFC 9110 §15).
    package static let statuses = 100...599

    /// One bit per status, from 100 up.
    private var words: [UInt64]

    /// Reads a list.
    package init(_ text: String) throws(ParsingError) {
        var included: [ClosedRange<Int>] = []
        var excluded: [ClosedRange<Int>] = []
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            var entry = Self.trimmed(entry)
            let isExclusion = entry.first == "!"
            if isExclusion { entry = Self.trimmed(entry.dropFirst()) }
            let range = try Self.range(entry)
            if isExclusion { excluded.append(range) } else { included.append(range) }
        }
        self.words = [UInt64](repeating: 0, count: (Self.statuses.count + 63) / 64)
        for range in included.isEmpty ? [Self.statuses] : included { self.set(range, to: true) }
        for range in excluded { self.set(range, to: false) }
        guard self.words.contains(where: { $0 != 0 }) else {
            throw ParsingError(message: "its ! entries take away every status, so it can never match")
        }
    }

    /// Whether the list names this status.
    package func contains(_ status: Int) -> Bool {
        guard Self.statuses.contains(status) else { return false }
        let bit = status - Self.statuses.lowerBound
        return self.words[bit / 64] & (1 << UInt64(bit % 64)) != 0
    }

    private mutating func set(_ range: ClosedRange<Int>, to isSet: Bool) {
        for status in range {
            let bit = status - Self.statuses.lowerBound
            if isSet {
                self.words[bit / 64] |= 1 << UInt64(bit % 64)
            } else {
                self.words[bit / 64] &= ~(1 << UInt64(bit % 64))
            }
        }
    }

    private static func range(_ entry: Substring) throws(ParsingError) -> ClosedRange<Int> {
        let ends = entry.split(separator: "-", omittingEmptySubsequences: false).map { Self.status(Self.trimmed($0)) }
        guard !entry.isEmpty, ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else {
            throw ParsingError(message: "it has an entry that is neither a status from 100 to 599 nor a range of them")
        }
        guard first <= last else { throw ParsingError(message: "the range \(first)-\(last) runs backwards") }
        return first...last
    }

    private static func status(_ text: Substring) -> Int? {
        guard text.utf8.count == 3, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let status = Int(text) else {
            return nil
        }
        return Self.statuses.contains(status) ? status : nil
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
