import ArgumentParser
import Events
import Settings
import Signatures

/// `hookgate check`: reads gateway.conf as `serve` would, and says what it means.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate gateway.conf and show what it does.",
        discussion: """
            All errors are shown at once, each with its place and what to type instead. Exit 0: it can be served.

            Examples:
              hookgate check
              hookgate check --event message.received
              hookgate check -c /etc/hookgate/gateway.conf --event webhook.test --source cubeconnect
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "Show which routes take an event of this name, and where it goes.")
    var event: String?

    @Option(help: "With --event: the source that it comes from; every source without it.")
    var source: String?

    func run() throws {
        let settings = try self.configuration.load()
        if let event = self.event {
            try self.explain(event, settings)
        } else {
            self.show(settings)
        }
    }

    private func show(_ settings: GatewaySettings) {
        for source in settings.sources {
            Terminal.line("source \(source.name)  POST \(source.path)")
            for line in source.scheme.summary { Terminal.line("  \(line)") }
            let count = source.secrets.count == 1 ? "1 secret" : "\(source.secrets.count) secrets"
            let secrets = source.secrets.isEmpty ? "no key yet: hookgate sources arm \(source.name)" : count
            Terminal.line("  \(source.isUnverified ? "NOT VERIFIED: whoever reaches the path is believed" : secrets)")
            if let handshake = source.handshake?.handshake {
                let method = handshake.method.map { ", \($0) too" } ?? ""
                Terminal.line("  handshake: \(handshake.rawValue)\(method)")
            }
            Terminal.line("  idempotency key: \(source.key.map(\.description).joined(separator: " + "))")
        }
        for target in settings.targets {
            let signing = target.signing.map { "signed (\($0.scheme.name))" } ?? "unsigned"
            Terminal.line("target \(target.name)  \(target.url)  \(target.format.rawValue), \(signing)")
        }
        for (index, route) in settings.routes.enumerated() {
            let sources = route.sources.map { " from \($0.joined(separator: ", "))" } ?? ""
            let targets = route.targets.isEmpty ? "nowhere (dropped)" : route.targets.joined(separator: ", ")
            let fallback = route.isFallback ? "  (fallback)" : ""
            let name = route.name ?? "\(index + 1)"
            let events = route.events.texts.joined(separator: " ")
            Terminal.line("route \(name)  \(events)\(sources) → \(targets)\(fallback)")
        }
        Terminal.line(
            "senders: \(settings.server.listen.map { "\(settings.server.urlScheme)://\($0)" }.joined(separator: ", "))"
        )
        Terminal.line("admin:   http://\(settings.admin.listen)")
        Terminal.line("store:   \(settings.store.path)")
        Terminal.line("\(self.configuration.path) is valid")
    }

    private func explain(_ event: String, _ settings: GatewaySettings) throws {
        let sources = settings.sources.filter { self.source == nil || $0.name == self.source }
        guard !sources.isEmpty else {
            let names = settings.sources.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no source \"\(self.source ?? "")\"; there are: \(names)")
        }
        let table = RoutingTable(settings.routes)
        for source in sources {
            let decision = table.resolve(source: source.name, event: event)
            Terminal.line("\(event) from \(source.name)")
            for explanation in table.explain(source: source.name, event: event) {
                let route = explanation.rule.name ?? "\(explanation.route + 1)"
                Terminal.line("  \(explanation.isTaken ? "✓" : "·") route \(route): \(explanation.reason)")
            }
            if decision.isUnrouted {
                Terminal.line("  → no route takes it: stored and counted as unrouted, delivered nowhere")
            } else if decision.targets.isEmpty {
                Terminal.line("  → taken by a route without targets: stored, delivered nowhere on purpose")
            } else {
                Terminal.line("  → \(decision.targets.joined(separator: ", "))")
            }
        }
    }
}
