import ArgumentParser
import Settings

/// How a command finds the operator's listener of the running gateway, and speaks to it.
struct AdminOption: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "The operator's listener, e.g. http://127.0.0.1:8081; without it gateway.conf says where it is.")
    var url: String?

    @Option(help: "Its token: env:NAME or file:PATH; without it gateway.conf says.")
    var token: SecretReference?

    /// Asks for a page; ends the command with 1 where nobody answers.
    func get(_ path: String) throws -> WebRequest.Answer { try self.ask("GET", path) }

    /// Changes something; ends the command with 1 where nobody answers.
    func post(_ path: String) throws -> WebRequest.Answer { try self.ask("POST", path) }

    private func ask(_ method: String, _ path: String) throws -> WebRequest.Answer {
        var base = self.url
        var token = try self.token?.read()
        if base == nil || token == nil, let settings = self.settings() {
            base = base ?? settings.admin.clientURL
            token = token ?? settings.admin.token?.revealed
        }
        let address = base ?? "http://127.0.0.1:8081"
        var request = WebRequest(url: address + path)
        request.timeoutMilliseconds = 5_000
        if method != "GET" {
            request.method = method
            request.body = []
            request.headers.append(("Origin", address))
        }
        if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
        do {
            return try request.send()
        } catch {
            Terminal.error("hookgate: \(error); is the gateway running? (start it with: hookgate serve)")
            throw ExitCode(1)
        }
    }

    /// The settings, where the file can be read; a command against a running gateway does not need all its secrets.
    private func settings() -> GatewaySettings? {
        SettingsLoader.load(path: self.configuration.path, environment: ConfigurationOption.environment()).settings
    }
}
