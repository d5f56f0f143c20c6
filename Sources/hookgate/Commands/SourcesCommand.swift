import ArgumentParser
import FoundationEssentials

/// `hookgate sources`: operate the sources of the running gateway.
struct SourcesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources",
        abstract: "Operate the sources of the running gateway.",
        subcommands: [Arm.self]
    )

    /// `hookgate sources arm`: lets a sender hand over its key.
    struct Arm: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "arm",
            abstract: "Let a sender hand over the key that it signs with, for ten minutes.",
            discussion: """
                For senders such as Asana, which make the key themselves and send it before the first event. The first \
                key that comes to the source's path is kept in the file that its secrets name, and ends it. A source \
                that has a key cannot be armed.

                Example:
                  hookgate sources arm asana
                """
        )

        @Argument(help: "The source's name in gateway.conf.")
        var name: String

        @OptionGroup var admin: AdminOption

        func run() throws {
            let isName = self.name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D, 0x5F: true
                default: false
                }
            }
            guard isName, !self.name.isEmpty else { throw ValidationError("\"\(self.name)\" is no name of a source") }
            let answer = try self.admin.send("POST", "/api/v1/sources/\(self.name)/arm")
            guard answer.status == 200 else {
                Terminal.error("hookgate: \(Self.detail(answer))")
                throw ExitCode(1)
            }
            Terminal.line("\(self.name) takes the first key that comes within ten minutes; create the webhook now")
        }

        private struct Problem: Decodable {
            let detail: String
        }

        private static func detail(_ answer: WebRequest.Answer) -> String {
            let problem = try? JSONDecoder().decode(Problem.self, from: Data(answer.body.utf8))
            return problem?.detail ?? "the gateway answered \(answer.status): \(answer.body)"
        }
    }
}
