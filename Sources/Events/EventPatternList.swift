/// The event names that a route takes: patterns, and patterns with `!` that take away.
///
/// A name is taken if a plain pattern matches it and no `!` pattern does. A list of only `!` patterns means all names
/// but those. The order does not matter.
package struct EventPatternList: Sendable, Hashable {
    /// What a list says about one name.
    package enum Verdict: Sendable, Hashable {
        /// Taken, by the pattern at this place; `nil` where the list has only `!` patterns.
        case included(by: Int?)
        /// Taken away by the `!` pattern at this place.
        case excluded(by: Int)
        /// No pattern speaks of it.
        case unmentioned
    }

    private struct Entry: Sendable, Hashable {
        let index: Int
        let pattern: EventPattern
    }

    /// The patterns as they were written.
    package let texts: [String]
    private let included: [Entry]
    private let excluded: [Entry]

    /// Reads the patterns and refuses what could never match.
    ///
    /// - Throws: ``EventPatternError`` with the place of the first pattern that is at fault.
    package init(_ texts: [String]) throws(EventPatternError) {
        var included: [Entry] = []
        var excluded: [Entry] = []
        for (index, text) in texts.enumerated() {
            let (pattern, isExclusion) = try Self.read(text, at: index)
            if isExclusion {
                excluded.append(Entry(index: index, pattern: pattern))
            } else {
                included.append(Entry(index: index, pattern: pattern))
            }
        }
        guard !texts.isEmpty else {
            throw EventPatternError(
                .emptyList,
                message: "the list of event patterns is empty, so no event could match",
                fix: "write events = [\"*\"] to take every event"
            )
        }
        self.texts = texts
        self.included = included
        self.excluded = excluded
        try self.refuseWhatNeverMatches()
    }

    /// Whether the list takes this name.
    package func matches(_ name: String) -> Bool {
        if case .included = self.verdict(on: name) { true } else { false }
    }

    /// Why the list takes this name or does not.
    package func verdict(on name: String) -> Verdict {
        var name = name
        return name.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            if let entry = self.excluded.first(where: { $0.pattern.matches(bytes) }) {
                return .excluded(by: entry.index)
            }
            if self.included.isEmpty { return .included(by: nil) }
            if let entry = self.included.first(where: { $0.pattern.matches(bytes) }) {
                return .included(by: entry.index)
            }
            return .unmentioned
        }
    }
}

extension EventPatternList {
    private static func read(
        _ text: String,
        at index: Int
    ) throws(EventPatternError) -> (EventPattern, isExclusion: Bool) {
        let isExclusion = text.utf8.first == UInt8(ascii: "!")
        let body = text.utf8.dropFirst(isExclusion ? 1 : 0)
        guard let first = body.first else {
            throw EventPatternError(
                .emptyPattern,
                at: index,
                message: isExclusion ? "pattern \"!\" takes away nothing" : "an empty pattern matches no event",
                fix: "name an event, or use * for all of them"
            )
        }
        guard first != UInt8(ascii: "!") else {
            throw EventPatternError(
                .doubleExclamation,
                at: index,
                message: "pattern \(Self.shown(text)) begins with two exclamation marks",
                fix: "write one to take away, none to take"
            )
        }
        guard !body.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw EventPatternError(
                .controlCharacter,
                at: index,
                message: "pattern \(Self.shown(text)) holds a control character, and no event name does",
                fix: "remove it"
            )
        }
        let pattern = EventPattern(body)
        guard pattern.literalBytes <= Limits.eventNameBytesMax else {
            throw EventPatternError(
                .tooLong,
                at: index,
                message: "pattern \(Self.shown(text)) has \(pattern.literalBytes) bytes besides its stars, "
                    + "and an event name has at most \(Limits.eventNameBytesMax)",
                fix: "shorten it"
            )
        }
        return (pattern, isExclusion)
    }

    private func refuseWhatNeverMatches() throws(EventPatternError) {
        let everything = EventPattern(CollectionOfOne(UInt8(ascii: "*")))
        for exclusion in self.excluded {
            let written = Self.shown(self.texts[exclusion.index])
            if self.included.isEmpty, exclusion.pattern.covers(everything) {
                throw EventPatternError(
                    .neverMatches,
                    at: exclusion.index,
                    excludedBy: exclusion.index,
                    message: "pattern \(written) takes away every event, so the list can never match",
                    fix: "name the events to take away"
                )
            }
            guard let lost = self.included.first(where: { exclusion.pattern.covers($0.pattern) }) else { continue }
            throw EventPatternError(
                .neverMatches,
                at: lost.index,
                excludedBy: exclusion.index,
                message: "pattern \(Self.shown(self.texts[lost.index])) can never match: "
                    + "\(written) takes away everything that it stands for",
                fix: "remove one of the two"
            )
        }
    }

    /// A pattern in quotes for a message: bounded, control characters replaced.
    private static func shown(_ text: String) -> String {
        let shortened = text.unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control ? "?" : String(scalar)
        }
        return "\"\(shortened.joined())\(text.unicodeScalars.count > 80 ? "…" : "")\""
    }
}
