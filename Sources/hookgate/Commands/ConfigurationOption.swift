import ArgumentParser
import Glibc
import Settings

/// The option that every command with a gateway.conf shares, and how its errors are shown.
struct ConfigurationOption: ParsableArguments {
    @Option(name: [.customShort("c"), .customLong("config")], help: "The configuration file.")
    var path = "gateway.conf"

    /// Reads the file; prints every diagnostic, and ends the command with 1 where one of them is an error.
    func load(quietly: Bool = false) throws -> GatewaySettings {
        let result = SettingsLoader.load(path: self.path, environment: Self.environment())
        let errors = result.diagnostics.filter { $0.severity == .error }
        for diagnostic in result.diagnostics where !quietly || diagnostic.severity == .error {
            Terminal.error(diagnostic.description)
        }
        guard errors.isEmpty, let settings = result.settings else {
            let count = errors.count == 1 ? "1 error" : "\(errors.count) errors"
            Terminal.error(
                "hookgate: \(count) in \(self.path), nothing was started (check again with: hookgate check -c \(self.path))"
            )
            throw ExitCode(1)
        }
        return settings
    }

    static func environment() -> [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let line = entry.pointee {
            let text = String(cString: line)
            if let equals = text.firstIndex(of: "=") {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry += 1
        }
        return result
    }
}
