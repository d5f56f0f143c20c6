/// What reading gateway.conf came to.
package struct SettingsResult: Sendable {
    /// `nil` where there is an error.
    package let settings: GatewaySettings?
    /// Errors and warnings in the order of the file.
    package let diagnostics: [Diagnostic]

    package var errors: [Diagnostic] { self.diagnostics.filter { $0.severity == .error } }
    package var warnings: [Diagnostic] { self.diagnostics.filter { $0.severity == .warning } }
}
