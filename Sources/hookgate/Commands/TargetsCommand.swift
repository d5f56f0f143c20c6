import Admin
import ArgumentParser
import FoundationEssentials

/// `hookgate targets`: what each target's lane does, and how to hold it.
struct TargetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets",
        abstract: "Show targets, pause and resume them.",
        discussion: """
            The deliveries of a paused target are held: they are neither failed nor counted as tried, and their retries' \
            time stands still. A pause survives a restart. A target that answered 410 is paused by itself.

            Examples:
              hookgate targets list
              hookgate targets pause crm
              hookgate targets resume crm
            """,
        subcommands: [List.self, Pause.self, Resume.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every target with its state, and why.")

        @OptionGroup var admin: AdminOption

        @Flag(help: "The same as JSON, for programs.")
        var json = false

        func run() throws {
            let body = try TargetsCommand.body(of: self.admin.get("/api/v1/targets"))
            if self.json {
                Terminal.line(body)
                return
            }
            let list = try JSONDecoder().decode(TargetControl.List.self, from: Data(body.utf8))
            Terminal.table(
                ["TARGET", "STATE", "BACKLOG", "IN FLIGHT", "REASON"],
                list.targets.map { [$0.name, $0.state, "\($0.backlog)", "\($0.inFlight)", $0.reason] }
            )
        }
    }

    struct Pause: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Hold a target's deliveries until it is resumed.")

        @OptionGroup var admin: AdminOption

        @Argument(help: "The target's name.")
        var name: String

        func run() throws { try TargetsCommand.change(self.name, to: "pause", through: self.admin) }
    }

    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Deliver to a paused target again.")

        @OptionGroup var admin: AdminOption

        @Argument(help: "The target's name.")
        var name: String

        func run() throws { try TargetsCommand.change(self.name, to: "resume", through: self.admin) }
    }

    private static func change(_ name: String, to verb: String, through admin: AdminOption) throws {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D, 0x5F: true
            default: false
            }
        }
        guard isName, !name.isEmpty else { throw ValidationError("\"\(name)\" cannot be the name of a target") }
        let body = try Self.body(of: admin.send("POST", "/api/v1/targets/\(name)/\(verb)"))
        let target = try JSONDecoder().decode(TargetControl.Target.self, from: Data(body.utf8))
        let reason = target.reason.isEmpty ? "" : " (\(target.reason))"
        Terminal.line("\(target.name) is \(target.state)\(reason), \(target.backlog) deliveries wait")
    }

    private static func body(of answer: WebRequest.Answer) throws -> String {
        var text = answer.body
        if text.hasSuffix("\n") { text.removeLast() }
        guard answer.status == 200 else {
            Terminal.error("hookgate: the gateway answered \(answer.status): \(text)")
            throw ExitCode(1)
        }
        return text
    }
}
