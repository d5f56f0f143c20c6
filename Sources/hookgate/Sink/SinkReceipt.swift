import Events
import FoundationEssentials

/// One request as the sink saw it.
struct SinkReceipt: Sendable, CustomStringConvertible {
    /// What verifying came to.
    enum Proof: Sendable {
        case valid, unchecked
        case invalid(String)
    }

    let at: Timestamp
    let listen: String
    let path: String
    let event: String?
    let id: String?
    let attempt: String?
    let bytes: Int
    let proof: Proof

    var isRefused: Bool {
        if case .invalid = self.proof { true } else { false }
    }

    private var proofText: String {
        switch self.proof {
        case .valid: "signature valid"
        case .unchecked: "signature not checked"
        case .invalid(let cause): "REFUSED (\(cause))"
        }
    }

    var description: String {
        "\(self.at.rfc3339)  \(self.listen)\(self.path)  \(self.event ?? "-")  \(self.id ?? "-")  "
            + "attempt \(self.attempt ?? "-")  \(self.bytes) B  \(self.proofText)"
    }

    /// The same as one line of JSON.
    var json: String {
        struct Line: Encodable {
            let time, listen, path, event, id, attempt, signature: String?
            let bytes: Int
        }
        let signature: String
        switch self.proof {
        case .valid: signature = "valid"
        case .unchecked: signature = "unchecked"
        case .invalid(let cause): signature = cause
        }
        let line = Line(
            time: self.at.rfc3339,
            listen: self.listen,
            path: self.path,
            event: self.event,
            id: self.id,
            attempt: self.attempt,
            signature: signature,
            bytes: self.bytes
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // because: the value holds nothing but strings and a number, which always encode.
        return String(decoding: try! encoder.encode(line), as: UTF8.self)
    }
}
