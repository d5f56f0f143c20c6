// Answers that are made for one request: the ones of handshakes.

internal import Events
internal import Signatures

extension Answer {
    /// The answer of a handshake; `nosniff` keeps a browser from seeing more in it than its type says.
    static func handshake(_ answer: HandshakeAnswer, closes: Bool) -> Answer {
        var text = "HTTP/1.1 \(answer.status) \(Self.reason(answer.status))\r\n"
        if let type = answer.contentType { text += "Content-Type: \(type)\r\n" }
        // RFC 9110 §8.6: a 204 has no length.
        if answer.status != 204 { text += "Content-Length: \(answer.body.utf8.count)\r\n" }
        text += "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
        for header in answer.headers { text += "\(header.name): \(header.value)\r\n" }
        if closes { text += "Connection: close\r\n" }
        return Answer(text + "\r\n" + answer.body)
    }

    /// The refusal of a method by a source that takes another one besides POST.
    static func methodNotAllowed(besides method: String, closes: Bool) -> Answer {
        Answer(
            Self.text(
                405,
                Self.reason(405),
                fields: "Allow: POST, \(method)\r\n",
                body: #"{"error":"\#(Self.explanation(.methodNotAllowed))"}"#,
                closes: closes
            )
        )
    }
}
