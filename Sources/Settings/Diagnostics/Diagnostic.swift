/// What is wrong at one place of gateway.conf, and what to type instead.
///
/// It never holds a secret.
package struct Diagnostic: Error, Sendable, Equatable {
    /// Whether the gateway can run all the same.
    package enum Severity: String, Sendable {
        case warning, error
    }

    package let code: DiagnosticCode
    /// The path of the file, as it was given.
    package let file: String
    package let place: Place
    /// What was read and why it cannot work.
    package let problem: String
    /// What to do about it; never empty.
    package let fix: String

    package var severity: Severity { self.code.severity }
}

extension Diagnostic: CustomStringConvertible {
    /// Two lines, without a line feed at the end: the place with the problem, and the indented remedy.
    package var description: String {
        """
        \(self.file):\(self.place.line):\(self.place.column): \(self.severity.rawValue): \(self.problem)
          fix: \(self.fix)
        """
    }
}
