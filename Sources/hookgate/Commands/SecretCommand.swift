import ArgumentParser
import Signatures

/// `hookgate secret`: a new signing secret.
struct SecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Print a new random signing secret.",
        discussion: """
            256 bits from the operating system, written so that it can stand in a file, an environment variable or a \
            sender's form as it is.

            Example:
              export CUBECONNECT_WEBHOOK_SECRET=$(hookgate secret)
            """
    )

    func run() throws {
        Terminal.line(try SecretKey.randomText())
    }
}
