/// Why the store could not do what was asked.
package struct StoreError: Error, Sendable, Equatable {
    /// The closed list of causes.
    package enum Code: String, Sendable, CaseIterable {
        /// No room on the disk.
        case full
        /// The file or its folder cannot be written.
        case readOnly = "read_only"
        /// The file is no store, or it is damaged.
        case corrupt
        /// A newer program wrote it.
        case newerSchema = "newer_schema"
        /// Another process has it.
        case locked
        /// The folder does not exist or cannot be entered.
        case unreachable
        /// Reading or writing failed.
        case inputOutput = "input_output"
        /// A fault in the gateway.
        case `internal`
    }

    package var code: Code
    /// What was tried, why it cannot work, and what to do.
    package var message: String
    /// What the engine said.
    package var cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Whether waiting can help (room is made, the disk comes back).
    package var isRetryable: Bool {
        switch self.code {
        case .full, .inputOutput, .readOnly, .locked, .unreachable: true
        case .corrupt, .newerSchema, .internal: false
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        self.cause.map { "\(self.message) (\($0))" } ?? self.message
    }
}
