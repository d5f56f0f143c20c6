import ArgumentParser

/// `hookgate init`: the commented example as a place to begin.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented gateway.conf to begin with.",
        discussion: """
            Without a file name it goes to standard output; an existing file is never overwritten.

            Examples:
              hookgate init > gateway.conf
              hookgate init /etc/hookgate/gateway.conf
            """
    )

    @Argument(help: "The file to write; standard output without it.")
    var file: String?

    func run() throws {
        let text = PackageResources.gateway_conf
        guard let file = self.file else {
            var line = String(decoding: text, as: UTF8.self)
            if line.hasSuffix("\n") { line.removeLast() }
            Terminal.line(line)
            return
        }
        do {
            try TextFile.create(file, text)
        } catch {
            Terminal.error("hookgate: cannot write \(file): \(error); move it away first, or name another file")
            throw ExitCode(1)
        }
        Terminal.line("wrote \(file); edit it, then: hookgate check -c \(file)")
    }
}
