// Answers are made once, as bytes: an answer is a copy of a template, with the event's id written into its place.

internal import Events
internal import NIOCore

/// The bytes of one answer.
struct Answer {
    private let bytes: [UInt8]
    /// Where an event's id stands, in the answers that have one.
    private let idOffset: Int?

    init(_ text: String, id: String? = nil) {
        self.bytes = Array(text.utf8)
        self.idOffset = id.map { id in
            let tail = id.utf8.count + 2
            return text.utf8.count - tail
        }
    }

    /// `HTTP/1.1 100 Continue`, which asks for the body.
    static let proceed = Answer("HTTP/1.1 100 Continue\r\n\r\n")

    private static let accepted = Self.withID("accepted", closes: false)
    private static let acceptedAndClose = Self.withID("accepted", closes: true)
    private static let duplicate = Self.withID("duplicate", closes: false)
    private static let duplicateAndClose = Self.withID("duplicate", closes: true)
    private static let refusals = Self.refusalTable(closes: false)
    private static let refusalsAndClose = Self.refusalTable(closes: true)

    /// A new event is on disk.
    static func accepted(closes: Bool) -> Answer { closes ? Self.acceptedAndClose : Self.accepted }

    /// The event was accepted before.
    static func duplicate(closes: Bool) -> Answer { closes ? Self.duplicateAndClose : Self.duplicate }

    static func refused(_ cause: RejectionCause, closes: Bool) -> Answer {
        // because: the tables are made of all cases.
        (closes ? Self.refusalsAndClose : Self.refusals)[cause]!
    }

    /// Makes the bytes that go out.
    func buffer(allocator: ByteBufferAllocator, id: EventID? = nil) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: self.bytes.count)
        buffer.writeBytes(self.bytes)
        if let id, let offset = self.idOffset {
            buffer.withUnsafeMutableReadableBytes { bytes in
                id.write(into: UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]))
            }
        }
        return buffer
    }

    private static func withID(_ status: String, closes: Bool) -> Answer {
        let id = String(repeating: "-", count: EventID.descriptionBytes)
        return Answer(Self.text(200, "OK", body: #"{"status":"\#(status)","id":"\#(id)"}"#, closes: closes), id: id)
    }

    private static func refusalTable(closes: Bool) -> [RejectionCause: Answer] {
        var table: [RejectionCause: Answer] = [:]
        for cause in RejectionCause.allCases {
            let text = Self.text(
                cause.status,
                Self.reason(cause.status),
                fields: Self.fields(cause),
                body: #"{"error":"\#(Self.explanation(cause))"}"#,
                closes: closes
            )
            table[cause] = Answer(text)
        }
        return table
    }

    static func text(
        _ status: Int,
        _ reason: String,
        fields: String = "",
        body: String,
        closes: Bool
    ) -> String {
        "HTTP/1.1 \(status) \(reason)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            + fields + (closes ? "Connection: close\r\n" : "") + "\r\n" + body
    }

    private static func fields(_ cause: RejectionCause) -> String {
        switch cause {
        case .methodNotAllowed: "Allow: POST\r\n"
        case .peerRateLimited, .sourceRateLimited, .bodyBudgetExhausted, .overloaded: "Retry-After: 1\r\n"
        case .storageUnavailable, .shuttingDown: "Retry-After: 5\r\n"
        default: ""
        }
    }
}
