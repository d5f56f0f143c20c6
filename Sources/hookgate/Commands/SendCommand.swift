import ArgumentParser
import Events
import Settings
import Signatures

/// `hookgate send`: a signed test event, like the sender's own "Send Test".
struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sign a test event and post it to the gateway, or anywhere.",
        discussion: """
            The body is an example of the event, made anew each time, unless --data names one. The secret is the source's \
            in gateway.conf unless --secret names another.

            Examples:
              hookgate send
              hookgate send --event message.received
              hookgate send --data body.json --url http://127.0.0.1:8080/cubeconnect/webhook --secret env:SECRET
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "The source to be; the first one of gateway.conf without it.")
    var source: String?

    @Option(help: "The event's name.")
    var event = "webhook.test"

    @Option(help: "A file with the body, sent byte for byte; - for standard input.")
    var data: String?

    @Option(help: "Where to post; the source's path on the gateway without it.")
    var url: String?

    @Option(help: "The secret to sign with: env:NAME or file:PATH.")
    var secret: SecretReference?

    @Option(help: "A PEM file of authorities to believe, for a gateway with TLS.")
    var cacert: String?

    func run() throws {
        let clock = SystemClock()
        let now = clock.now()
        let (url, signer) = try self.destination()
        let body: [UInt8]
        if let data = self.data {
            body = try TextFile.read(data, limit: Limits.bodyBytesMax)
        } else {
            let number = UInt64.random(in: 1...999_999_999)
            body = Array(SampleEvent.body(event: self.event, now: now, number: number).utf8)
        }
        var request = WebRequest(method: "POST", url: url)
        request.authorities = self.cacert
        request.headers = [("Content-Type", "application/json"), ("User-Agent", "hookgate-send")]
        let id = "msg_\(now.milliseconds)_\(UInt32.random(in: 0...UInt32.max))"
        let signed = body.withUnsafeBytes { signer?.sign(body: $0, id: id, now: now, using: HMACContext()) ?? [] }
        request.headers += signed.map { ($0.name, $0.value) }
        request.body = body
        let started = clock.monotonicNanoseconds()
        let answer: WebRequest.Answer
        do {
            answer = try request.send()
        } catch {
            Terminal.error("hookgate: \(error); is the gateway running? (start it with: hookgate serve)")
            throw ExitCode(1)
        }
        let microseconds = (clock.monotonicNanoseconds() - started) / 1_000
        Terminal.line(
            "\(answer.status) \(answer.body)  (\(body.count) B to \(url) in \(microseconds / 1_000).\(microseconds / 100 % 10) ms)"
        )
        guard (200...299).contains(answer.status) else { throw ExitCode(1) }
    }

    /// Where to post and how to sign: from the options alone where they say both, else from gateway.conf.
    private func destination() throws -> (url: String, signer: Signer?) {
        if let url = self.url, let secret = self.secret { return (url, try secret.signer(scheme: "cubeconnect")) }
        let settings = try self.configuration.load(quietly: true)
        guard let source = settings.sources.first(where: { self.source == nil || $0.name == self.source }) else {
            let names = settings.sources.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no source \"\(self.source ?? "")\"; there are: \(names)")
        }
        let url = self.url ?? settings.server.clientURL + source.path
        if let secret = self.secret { return (url, try secret.signer(scheme: source.scheme.name)) }
        guard let key = source.secrets.first else { return (url, nil) }
        return (url, try Signer(scheme: source.scheme, secret: key))
    }
}
