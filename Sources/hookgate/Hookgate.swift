import Admin
import ArgumentParser

/// The program: every command stands in Commands/, what `serve` wires stands in Gateway/.
@main
struct Hookgate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hookgate",
        abstract: "A self-hosted webhook gateway: verifies, deduplicates, stores, routes and delivers webhooks.",
        discussion: """
            Senders post to the gateway; it checks who they are, keeps what they said on disk before it answers, and \
            hands it to the targets that gateway.conf names, again and again until they have it.

            Begin with:
              hookgate init > gateway.conf
              export CUBECONNECT_WEBHOOK_SECRET=$(hookgate secret)
              hookgate check
              hookgate serve
            """,
        version: "hookgate \(GatewayVersion.current)",
        subcommands: [
            ServeCommand.self, CheckCommand.self, InitCommand.self, SecretCommand.self, SendCommand.self,
            SignCommand.self, VerifyCommand.self, SinkCommand.self, StatusCommand.self, HealthcheckCommand.self,
            TargetsCommand.self, RejectionsCommand.self, BackupCommand.self,
        ]
    )
}
