import Admin
import ArgumentParser
import Events
import FoundationEssentials

/// `hookgate rejections`: what was refused, why, and once more.
struct RejectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejections",
        abstract: "What was refused and why; replay it once the mistake is mended.",
        discussion: """
            Examples:
              hookgate rejections list --source cubeconnect
              hookgate rejections show 17
              hookgate rejections replay 17
            """,
        subcommands: [List.self, Show.self, Replay.self]
    )

    /// `hookgate rejections list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "The newest rejections.")

        @OptionGroup var admin: AdminOption

        @Option(help: "Only those of this source.")
        var source: String?

        @Option(help: "Only those with this cause, e.g. signature_mismatch.")
        var cause: String?

        @Option(help: "Only those with a smaller number: the next page.")
        var before: Int64?

        @Option(help: "How many, 1 to 200.")
        var limit = 20

        @Flag(help: "The same as JSON, for programs.")
        var json = false

        func run() throws {
            var query = ["limit=\(self.limit)"]
            if let before = self.before { query.append("before=\(before)") }
            if let source = self.source { query.append("source=\(AdminOption.escaped(source))") }
            if let cause = self.cause { query.append("cause=\(AdminOption.escaped(cause))") }
            let answer = try self.admin.get("/api/v1/rejections?" + query.joined(separator: "&"))
            let page = try AdminOption.read(RejectionPage.self, answer)
            guard !self.json else { return AdminOption.show(answer) }
            Terminal.table(
                ["ID", "RECEIVED", "PEER", "SOURCE", "CAUSE", "REPLAY", "EXPLANATION"],
                page.rejections.map { rejection in
                    [
                        "\(rejection.id)", rejection.receivedAt, rejection.peer, rejection.source, rejection.cause,
                        rejection.replayedAs ?? (rejection.isReplayable ? "possible" : "-"), rejection.explanation,
                    ]
                }
            )
            if let next = page.next { Terminal.line("more: --before \(next)") }
        }
    }

    /// `hookgate rejections show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "One rejection, head and body.")

        @OptionGroup var admin: AdminOption

        @Argument(help: "Its number.")
        var id: Int64

        @Flag(help: "The same as JSON, for programs.")
        var json = false

        func run() throws {
            let answer = try self.admin.get("/api/v1/rejections/\(self.id)")
            let detail = try AdminOption.read(RejectionDetail.self, answer)
            guard !self.json else { return AdminOption.show(answer) }
            let rejection = detail.rejection
            Terminal.line("rejection \(rejection.id), received \(rejection.receivedAt) from \(rejection.peer)")
            Terminal.line("source: \(rejection.source.isEmpty ? "none" : rejection.source)")
            Terminal.line("refused: \(rejection.cause), answered \(rejection.status)")
            if !rejection.explanation.isEmpty { Terminal.line("explanation: \(rejection.explanation)") }
            if let event = rejection.replayedAs { Terminal.line("replayed as \(event)") }
            Terminal.line()
            Terminal.line("\(rejection.method) \(rejection.target)")
            for field in detail.headers { Terminal.line("\(field.name): \(Self.printable(field.value))") }
            Terminal.line()
            Terminal.line(detail.bodyText.map(Self.printable) ?? "base64: \(detail.bodyBase64 ?? "")")
            if detail.isBodyTruncated { Terminal.line("(the first part of \(rejection.bodyBytes) bytes)") }
        }

        /// What a stranger sent must not steer the terminal.
        private static func printable(_ text: String) -> String {
            var out = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                out.append(isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar)
            }
            return String(out)
        }
    }

    /// `hookgate rejections replay`.
    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Take a rejection through the gateway once more, as it was received, with today's configuration.",
            discussion: """
                It is verified at the time it was received. It ends with 0 where it was accepted or is the copy of an \
                event, and with 1 where it is refused again.
                """
        )

        @OptionGroup var admin: AdminOption

        @Argument(help: "Its number.")
        var id: Int64

        @Flag(help: "The answer as JSON, for programs.")
        var json = false

        func run() throws {
            let answer = try self.admin.send("POST", "/api/v1/rejections/\(self.id)/replay")
            guard [200, 422, 503].contains(answer.status) else { throw AdminOption.refused(answer) }
            let replay = try JSONDecoder().decode(RejectionReplay.self, from: Data(answer.body.utf8))
            if self.json {
                AdminOption.show(answer)
            } else if let id = replay.id {
                Terminal.line("\(replay.status) \(id)")
            } else {
                Terminal.line("\(replay.status): \(replay.cause ?? "")")
            }
            if answer.status != 200 { throw ExitCode(1) }
        }
    }
}
