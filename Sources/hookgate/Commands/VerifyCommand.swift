import ArgumentParser
import Events
import Signatures

/// `hookgate verify`: checks a captured request from files.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the signature of a captured request.",
        discussion: """
            The headers stand one a line, as `Name: value`; a request line before them is passed over. The body must be \
            byte for byte what was received.

            Example:
              hookgate verify --secret env:CUBECONNECT_WEBHOOK_SECRET --headers headers.txt --data body.json \\
                --at 2026-03-10T14:30:00+03:00
            """
    )

    @Option(help: "The signature scheme.")
    var scheme = "cubeconnect"

    @Option(help: "The secret: env:NAME or file:PATH.")
    var secret: SecretReference

    @Option(help: "The headers; - for standard input.")
    var headers: String

    @Option(help: "The body; - for standard input.")
    var data: String

    @Option(help: "When the request arrived, as 2026-03-10T14:30:00+03:00; now without it.")
    var at: String?

    func run() throws {
        let verifier = try self.secret.verifier(scheme: self.scheme)
        let head = CapturedHead(try TextFile.read(self.headers, limit: 1024 * 1024))
        let body = try TextFile.read(self.data, limit: Limits.bodyBytesMax)
        let now = try TimeOption.read(self.at) ?? SystemClock().now()
        do {
            let proof = try body.withUnsafeBytes { bytes in
                try verifier.verify(head, body: bytes, now: now, using: HMACContext()).signedAt
            }
            Terminal.line("valid\(proof.map { ", signed at \($0.rfc3339)" } ?? "")")
        } catch let error as VerificationError {
            Terminal.line("refused: \(error.cause.rawValue)")
            Terminal.error("hookgate: \(error)")
            throw ExitCode(1)
        }
    }
}

/// Headers out of a file.
private struct CapturedHead: RequestHead {
    let method = "POST"
    let target = "/"
    private var fields: [String: [String]] = [:]

    init(_ bytes: [UInt8]) {
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
            var text = String(decoding: value, as: UTF8.self)
            while text.hasSuffix(" ") || text.hasSuffix("\t") { text.removeLast() }
            self.fields[name, default: []].append(text)
        }
    }

    func header(_ lowercasedName: String) -> HeaderValue {
        guard let values = self.fields[lowercasedName], let first = values.first else { return .absent }
        return values.allSatisfy { $0 == first } ? .one(first) : .conflicting
    }
}
