import ArgumentParser
import FoundationEssentials
import Settings

/// How a command finds the operator's listener of the running gateway, and speaks to it.
struct AdminOption: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "The operator's listener, e.g. http://127.0.0.1:8081; without it gateway.conf says where it is.")
    var url: String?

    @Option(help: "Its token: env:NAME or file:PATH; without it gateway.conf says.")
    var token: SecretReference?

    /// Asks for a page; ends the command with 1 where nobody answers.
    func get(_ path: String) throws -> WebRequest.Answer { try self.send("GET", path) }

    /// Sends a request without a body; ends the command with 1 where nobody answers.
    func send(_ method: String, _ path: String) throws -> WebRequest.Answer {
        var base = self.url
        var token = try self.token?.read()
        if base == nil || token == nil, let settings = self.settings() {
            base = base ?? settings.admin.clientURL
            token = token ?? settings.admin.token?.revealed
        }
        let address = base ?? "http://127.0.0.1:8081"
        var request = WebRequest(url: address + path)
        request.timeoutMilliseconds = 5_000
        if method != "GET" {
            request.method = method
            request.body = []
            request.headers.append(("Origin", address))
        }
        if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
        do {
            return try request.send()
        } catch {
            Terminal.error("hookgate: \(error); is the gateway running? (start it with: hookgate serve)")
            throw ExitCode(1)
        }
    }

    /// The settings, where the file can be read; a command against a running gateway does not need all its secrets.
    private func settings() -> GatewaySettings? {
        SettingsLoader.load(path: self.configuration.path, environment: ConfigurationOption.environment()).settings
    }

    // MARK: Answers

    /// Reads an answer that was to be a 200; ends the command with 1 where it is not.
    static func read<Value: Decodable>(_ type: Value.Type, _ answer: WebRequest.Answer) throws -> Value {
        guard answer.status == 200 else { throw Self.refused(answer) }
        return try JSONDecoder().decode(type, from: Data(answer.body.utf8))
    }

    /// Says what the gateway answered instead.
    static func refused(_ answer: WebRequest.Answer) -> ExitCode {
        struct Problem: Decodable { let detail: String }
        let detail = (try? JSONDecoder().decode(Problem.self, from: Data(answer.body.utf8)))?.detail
        Terminal.error("hookgate: the gateway answered \(answer.status): \(detail ?? answer.body)")
        return ExitCode(1)
    }

    /// Prints an answer as it came.
    static func show(_ answer: WebRequest.Answer) {
        Terminal.line(answer.body.hasSuffix("\n") ? String(answer.body.dropLast()) : answer.body)
    }

    /// A value in a query (RFC 3986 §3.4).
    static func escaped(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}
