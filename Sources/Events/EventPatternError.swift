/// Why a list of event patterns cannot be used.
package struct EventPatternError: Error, Sendable, Equatable {
    /// The closed list of causes.
    package enum Code: String, Sendable, CaseIterable {
        /// The list holds no pattern at all.
        case emptyList = "empty_list"
        /// A pattern without a character, or a `!` with nothing behind it.
        case emptyPattern = "empty_pattern"
        /// A pattern that begins with `!!`.
        case doubleExclamation = "double_exclamation"
        /// A pattern with a control character, which no event name holds.
        case controlCharacter = "control_character"
        /// More literal bytes than an event name can have.
        case tooLong = "too_long"
        /// A `!` pattern takes away every name that this pattern stands for.
        case neverMatches = "never_matches"
    }

    package let code: Code
    /// The place in the list of the pattern that is at fault; `nil` for ``Code/emptyList``.
    package let index: Int?
    /// The place of the `!` pattern that leaves nothing, for ``Code/neverMatches``.
    package let excludedBy: Int?
    /// What was read and why it cannot work.
    package let message: String
    /// What to do about it.
    package let fix: String

    init(_ code: Code, at index: Int? = nil, excludedBy: Int? = nil, message: String, fix: String) {
        self.code = code
        self.index = index
        self.excludedBy = excludedBy
        self.message = message
        self.fix = fix
    }
}

extension EventPatternError: CustomStringConvertible {
    package var description: String { "\(self.message); \(self.fix)" }
}
