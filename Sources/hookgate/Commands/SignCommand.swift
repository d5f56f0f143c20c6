import ArgumentParser
import Events
import Signatures

/// `hookgate sign`: the headers that make a body a signed request.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Print the headers that sign a body.",
        discussion: """
            Example:
              hookgate sign --secret env:CUBECONNECT_WEBHOOK_SECRET --data body.json > headers.txt
              curl -H @headers.txt -H 'Content-Type: application/json' --data-binary @body.json \\
                http://127.0.0.1:8080/cubeconnect/webhook
            """
    )

    @Option(help: "The signature scheme.")
    var scheme = "cubeconnect"

    @Option(help: "The secret: env:NAME or file:PATH.")
    var secret: SecretReference

    @Option(help: "The body, byte for byte; - for standard input.")
    var data: String

    @Option(help: "The time to sign with, as 2026-03-10T14:30:00+03:00; now without it.")
    var at: String?

    @Option(help: "The delivery id, where the scheme signs one.")
    var id: String?

    func run() throws {
        let signer = try self.secret.signer(scheme: self.scheme)
        let body = try TextFile.read(self.data, limit: Limits.bodyBytesMax)
        let now = try TimeOption.read(self.at) ?? SystemClock().now()
        let headers = body.withUnsafeBytes { bytes in
            signer.sign(body: bytes, id: self.id ?? "msg_\(now.milliseconds)", now: now, using: HMACContext())
        }
        for header in headers { Terminal.line("\(header.name): \(header.value)") }
    }
}

/// A moment as a command takes it.
enum TimeOption {
    static func read(_ text: String?) throws -> Timestamp? {
        guard var text else { return nil }
        guard let time = text.withUTF8({ Timestamp(iso8601: UnsafeRawBufferPointer($0)) }) else {
            throw ValidationError("\"\(text)\" is no time; write it as 2026-03-10T14:30:00+03:00")
        }
        return time
    }
}
