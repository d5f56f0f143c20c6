/// `[log]`: what is written to standard error.
package struct LogSettings: Sendable, Equatable {
    /// The least important line that is written.
    package enum Level: String, Sendable, CaseIterable {
        case debug, info, notice, warning, error
    }

    /// How a line looks.
    package enum Format: String, Sendable, CaseIterable {
        /// `key=value` pairs.
        case text
        /// One JSON object a line.
        case json
    }

    package let level: Level
    package let format: Format
}
