import FoundationEssentials

/// One request of the sender, as `Senders/post.py` takes it.
struct Webhook: Encodable {
    var body: String
    var secret = Stage.secret
    /// Seconds since it was signed; negative for the future.
    var age: Double = 0
    /// Names of headers left out.
    var omit: [String] = []
    /// One bit of the body changed after it was signed.
    var flip = false

    init(_ body: String, age: Double = 0, omit: [String] = [], flip: Bool = false) {
        self.body = body
        self.age = age
        self.omit = omit
        self.flip = flip
    }

    /// An event with a message id.
    static func message(
        _ id: String,
        event: String = "message.received",
        timestamp: String = "2026-03-10T14:30:00+03:00"
    ) -> Webhook {
        Webhook(#"{"event":"\#(event)","tenant_id":1,"timestamp":"\#(timestamp)","message_id":"\#(id)"}"#)
    }
}

/// What the gateway answered.
struct WebhookAnswer: Decodable, Equatable {
    let status: Int
    let body: String

    private struct Fields: Decodable {
        let status: String?
        let id: String?
    }

    private var fields: Fields? { try? JSONDecoder().decode(Fields.self, from: Data(self.body.utf8)) }

    /// The `status` of the answer's body: `accepted` or `duplicate`.
    var outcome: String? { self.fields?.status }
    /// The `id` of the answer's body.
    var id: String? { self.fields?.id }
}

extension Stage {
    /// Posts the requests one after the other.
    func post(_ webhooks: [Webhook], to gateway: GatewayProcess) throws -> [WebhookAnswer] {
        let requests = "\(self.folder)/requests.json"
        let answers = "\(self.folder)/answers.json"
        try File.write(requests, String(decoding: try JSONEncoder().encode(webhooks), as: UTF8.self))
        let result = try self.finish(
            ["python3", "\(Self.sources)/Senders/post.py", "\(gateway.port)", GatewayFile.path, requests, answers],
            seconds: 60
        )
        guard result.status == 0 else { throw StageError("the sender failed: \(result.all)") }
        return try JSONDecoder().decode([WebhookAnswer].self, from: Data(File.read(answers).utf8))
    }

    func post(_ webhook: Webhook, to gateway: GatewayProcess) throws -> WebhookAnswer {
        try self.post([webhook], to: gateway)[0]
    }
}
