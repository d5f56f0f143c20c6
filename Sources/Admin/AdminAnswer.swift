internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Telemetry

/// The forms of an answer.
enum AdminAnswer {
    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Self.text(text + "\n", type: "application/json", status: status)
    }

    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }

    static func encoded(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Self.json(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Problem details (RFC 9457).
    static func problem(_ status: HTTPResponse.Status, _ detail: String) -> Response {
        struct Problem: Encodable {
            let type = "about:blank"
            let title: String
            let status: Int
            let detail: String
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let problem = Problem(title: status.reasonPhrase, status: status.code, detail: detail)
        // because: the value holds nothing but strings and a number, which always encode.
        let text = String(decoding: try! encoder.encode(problem), as: UTF8.self)
        return Self.text(text + "\n", type: "application/problem+json", status: status)
    }

    static func readiness(_ health: Health) -> Response {
        struct Trouble: Encodable {
            let part: String
            let reason: String
        }
        struct Answer: Encodable {
            let status: String
            let troubles: [Trouble]
        }
        let troubles = health.troubles.map { Trouble(part: $0.part.rawValue, reason: $0.reason) }
        guard !troubles.isEmpty else { return Self.json(#"{"status":"ready"}"#) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let answer = Answer(status: "not ready", troubles: troubles)
        // because: the value holds nothing but strings, which always encode.
        let text = String(decoding: try! encoder.encode(answer), as: UTF8.self)
        return Self.json(text, status: .serviceUnavailable)
    }
}
