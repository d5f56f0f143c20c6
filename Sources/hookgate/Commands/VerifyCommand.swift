import ArgumentParser
import Events
import FoundationEssentials
import Settings
import Signatures

/// `hookgate verify`: checks a captured request from files, and says what would have made it match.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the signature of a captured request, and say what is wrong with it.",
        discussion: """
            The headers stand one a line, as `Name: value`; a request line before them is passed over. The body must be \
            byte for byte what was received. With --source the scheme and the secrets come from gateway.conf, and the \
            secrets of its other sources are tried too.

            It ends with 0 where the request is valid and with 1 where it is refused. What was wrong stands in the last \
            line: the body printed anew instead of sent as it was signed, a line feed too many, another secret, and so on.

            Examples:
              hookgate verify --secret env:CUBECONNECT_WEBHOOK_SECRET --headers headers.txt --data body.json \\
                --at 2026-03-10T14:30:00+03:00
              hookgate verify --source cubeconnect --headers headers.txt --data body.json
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Option(help: "The source in gateway.conf that the request is for; instead of --scheme and --secret.")
    var source: String?

    @Option(help: "The signature scheme.")
    var scheme = "cubeconnect"

    @Option(help: "The secret: env:NAME or file:PATH; several while one is replaced.")
    var secret: [SecretReference] = []

    @Option(help: "The headers; - for standard input.")
    var headers: String

    @Option(help: "The body; - for standard input.")
    var data: String

    @Option(help: "When the request arrived, as 2026-03-10T14:30:00+03:00; now without it.")
    var at: String?

    @Flag(help: "The answer as JSON, for programs.")
    var json = false

    func validate() throws {
        guard self.source == nil || self.secret.isEmpty else {
            throw ValidationError("--source brings its own secrets; leave --secret out, or name --scheme instead")
        }
        guard self.source != nil || !self.secret.isEmpty else {
            throw ValidationError("name the secret with --secret env:NAME, or the source in gateway.conf with --source")
        }
    }

    func run() throws {
        let sources = try self.sources()
        let name = self.source ?? Self.unnamed
        guard let source = sources.first(where: { $0.name == name }) else {
            throw ValidationError("gateway.conf has no source \"\(name)\"; its sources: \(sources.map(\.name))")
        }
        let head = CapturedHead(text: try TextFile.read(self.headers, limit: 1024 * 1024))
        let body = try TextFile.read(self.data, limit: Limits.bodyBytesMax)
        let now = try TimeOption.read(self.at) ?? SystemClock().now()
        let context = HMACContext()
        do {
            let verifier = try Verifier(scheme: source.scheme, secrets: source.secrets)
            let proof = try body.withUnsafeBytes {
                try verifier.verify(head, body: $0, now: now, using: context).signedAt
            }
            try self.show(Outcome(valid: true, signedAt: proof?.rfc3339))
        } catch let error as VerificationError {
            let explainer = Explainer(
                sources: sources,
                budget: Explainer.Budget(bytes: Limits.explanationBytesMaxOfCommand)
            )
            let explanation = body.withUnsafeBytes {
                explainer.explain(source: name, head: head, body: $0, receivedAt: now, using: context)
            }
            try self.show(
                Outcome(
                    valid: false,
                    cause: error.cause.rawValue,
                    findings: explanation?.findings.map(\.rawValue),
                    explanation: explanation?.text
                )
            )
            throw ExitCode(1)
        }
    }

    /// The name of a source that is made of options.
    private static let unnamed = "the request"

    private func sources() throws -> [Explainer.Source] {
        guard self.source == nil else {
            return try self.file.load(quietly: true).sources.map {
                try Explainer.Source(name: $0.name, scheme: $0.scheme, secrets: $0.secrets)
            }
        }
        let scheme = try SecretReference.scheme(self.scheme)
        let secrets = try self.secret.map { try SecretKey(text: try $0.read(), decoding: scheme.keyDecoding) }
        return [try Explainer.Source(name: Self.unnamed, scheme: scheme, secrets: secrets)]
    }

    /// What was found.
    private struct Outcome: Encodable {
        let valid: Bool
        var signedAt: String?
        var cause: String?
        var findings: [String]?
        var explanation: String?
    }

    private func show(_ outcome: Outcome) throws {
        guard !self.json else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Terminal.line(String(decoding: try encoder.encode(outcome), as: UTF8.self))
        }
        guard !outcome.valid else {
            return Terminal.line("valid\(outcome.signedAt.map { ", signed at \($0)" } ?? "")")
        }
        Terminal.line("refused: \(outcome.cause ?? "")")
        if let explanation = outcome.explanation { Terminal.line(explanation) }
    }
}

extension CapturedHead {
    /// Reads headers out of a file.
    init(text bytes: [UInt8]) {
        let lines = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        var request: [Substring] = []
        var fields: [Field] = []
        for (index, line) in lines.enumerated() {
            let parts = String(decoding: line, as: UTF8.self).split(separator: " ")
            if index == 0, parts.count == 3, parts[2].hasPrefix("HTTP/") {
                request = Array(parts[..<2].map { Substring($0) })
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
            var text = String(decoding: value, as: UTF8.self)
            while text.hasSuffix(" ") || text.hasSuffix("\t") { text.removeLast() }
            fields.append(Field(name: name, value: text))
        }
        self.init(
            method: request.first.map { String($0) } ?? "POST",
            target: request.last.map { String($0) } ?? "/",
            fields: fields
        )
    }
}
