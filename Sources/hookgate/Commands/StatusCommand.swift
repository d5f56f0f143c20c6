import Admin
import ArgumentParser
import FoundationEssentials

/// `hookgate status`: one screen of what the running gateway is doing.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "One screen of what the running gateway is doing.",
        discussion: """
            Examples:
              hookgate status
              hookgate status --json | jq .targets
            """
    )

    @OptionGroup var admin: AdminOption

    @Flag(help: "The same as JSON, for programs.")
    var json = false

    func run() throws {
        let answer = try self.admin.get("/api/v1/status")
        guard answer.status == 200 else {
            Terminal.error("hookgate: the gateway answered \(answer.status): \(answer.body)")
            throw ExitCode(1)
        }
        if self.json {
            var text = answer.body
            if text.hasSuffix("\n") { text.removeLast() }
            Terminal.line(text)
            return
        }
        self.show(try JSONDecoder().decode(GatewayStatus.self, from: Data(answer.body.utf8)))
    }

    private func show(_ status: GatewayStatus) {
        let state = status.isReady ? "ready" : "NOT READY: \(status.troubles.joined(separator: "; "))"
        Terminal.line("hookgate \(status.version), \(state)")
        Terminal.line("up \(Self.duration(status.uptimeSeconds)), since \(status.startedAt)")
        Terminal.line("listening on \(status.listening.joined(separator: ", "))")
        Terminal.line()
        Terminal.table(
            ["SOURCE", "PATH", "ACCEPTED", "DUPLICATE", "UNROUTED", "REFUSED", "P50", "P99"],
            status.sources.map { source in
                [
                    source.name, source.path, "\(source.accepted)", "\(source.duplicates)", "\(source.unrouted)",
                    "\(source.rejections.values.reduce(0, +))", Self.milliseconds(source.acceptP50),
                    Self.milliseconds(source.acceptP99),
                ]
            }
        )
        Terminal.line()
        Terminal.table(
            ["TARGET", "STATE", "DELIVERED", "FAILED ATTEMPTS", "DEAD", "BACKLOG", "IN FLIGHT", "OLDEST DUE", "URL"],
            status.targets.map { target in
                [
                    target.name, target.state, "\(target.delivered)", "\(target.failedAttempts)", "\(target.dead)",
                    "\(target.backlog)", "\(target.inFlight)", Self.duration(Int64(target.oldestDueSeconds)),
                    target.url,
                ]
            }
        )
        for target in status.targets where !target.reason.isEmpty {
            Terminal.line("\(target.name) is \(target.state): \(target.reason)")
        }
    }

    private static func milliseconds(_ seconds: Double?) -> String {
        guard let seconds else { return "-" }
        let tenths = Int((seconds * 10_000).rounded())
        return "≤ \(tenths / 10).\(tenths % 10) ms"
    }

    static func duration(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
