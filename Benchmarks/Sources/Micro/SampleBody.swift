/// Bodies of events as the CubeConnect platform sends them, 300 bytes each, no two alike.
enum SampleBody {
    /// How many there are; a power of two.
    static let count = 64
    static let bytes = 300
    static let names = [
        "message.status_updated", "message.received", "campaign.created", "campaign.completed", "template.submitted",
        "flow.session_started", "account.quality_event", "webhook.test",
    ]
    static let timestamp = "2026-03-10T14:30:00+03:00"

    /// Without a byte to spare: what the normalizer prints is what it read.
    static let compact: [[UInt8]] = (0..<Self.count).map { index in
        let head =
            "{\"event\":\"message.status_updated\",\"tenant_id\":1,\"timestamp\":\"\(Self.timestamp)\","
            + "\"whatsapp_account_id\":5,\"message_id\":\"wamid.\(100_000 + index)"
        let tail = "\",\"status\":\"delivered\",\"recipient\":\"966501234567\",\"errors\":null}"
        let fill = String(repeating: "A", count: Self.bytes - head.utf8.count - tail.utf8.count)
        return Array((head + fill + tail).utf8)
    }

    /// As PHP prints it, with white space, escapes and numbers that are not in their ECMAScript form.
    static let escaped: [[UInt8]] = (0..<Self.count).map { index in
        let head =
            "{ \"event\": \"message.received\", \"timestamp\": \"\(Self.timestamp)\", \"amount\": 12.50, \"rate\": 1e3,\n"
            + "  \"link\": \"https:\\/\\/cubeconnect.io\\/o\\/\(100_000 + index)\","
            + " \"10\": [1, 2.0, -0.5], \"2\": { \"name\": \"\\u0645\\u0631\\u062d\\u0628\\u0627\" },"
            + " \"content\": \"tab\\t quote \\\" "
        let tail = "\" }"
        let fill = String(repeating: "x", count: Self.bytes - head.utf8.count - tail.utf8.count)
        return Array((head + fill + tail).utf8)
    }
}
