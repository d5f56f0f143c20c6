import ArgumentParser

/// `hookgate healthcheck`: an exit code for Docker and scripts.
struct HealthcheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck",
        abstract: "Exit 0 where the running gateway is healthy, 1 where it is not.",
        discussion: """
            Asks the operator's listener; no token is needed. With --ready it also wants the store writable, the lanes \
            running and the listeners open.

            Examples:
              hookgate healthcheck
              hookgate healthcheck --ready --url http://127.0.0.1:8081
            """
    )

    @OptionGroup var admin: AdminOption

    @Flag(help: "Ask for readiness, not only for a living process.")
    var ready = false

    func run() throws {
        let answer = try self.admin.get(self.ready ? "/readyz" : "/healthz")
        guard answer.status == 200 else {
            Terminal.error("hookgate: the gateway answered \(answer.status): \(answer.body)")
            throw ExitCode(1)
        }
        Terminal.line(self.ready ? "ready" : "healthy")
    }
}
