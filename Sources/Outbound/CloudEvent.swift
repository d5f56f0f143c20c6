import Events

/// An event as CloudEvents 1.0 say it (cloudevents/spec v1.0.2, JSON format §3 and HTTP binding §3).
///
/// `id` is the event's, the same for every target and attempt; `source` the source's name, which is a relative URI
/// reference; `type` the event's name; `time` when it happened, or else when it was received; the data is the normalized
/// body.
enum CloudEvent {
    /// The media type of the structured mode.
    static let mediaType = "application/cloudevents+json; charset=UTF-8"
    /// The header fields of the binary mode, in lower case.
    static let fields: Set<String> = ["ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time"]

    /// The document of the structured mode.
    ///
    /// The data is the normalized body, which is JSON and goes in as it is.
    static func document(_ event: EventID, _ content: EventContent, source: String, data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + content.name.utf8.count + source.utf8.count + 160)
        bytes += #"{"specversion":"1.0","id":""#.utf8
        bytes += event.description.utf8
        bytes += #"","source":""#.utf8
        Self.write(Self.reference(source), into: &bytes)
        bytes += #"","type":""#.utf8
        Self.write(content.name, into: &bytes)
        bytes += #"","time":""#.utf8
        bytes += Self.time(of: content).utf8
        bytes += #"","datacontenttype":"application/json","data":"#.utf8
        bytes += data
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Writes the header fields of the binary mode.
    static func write(_ event: EventID, _ content: EventContent, source: String, to head: inout HeadBuffer) {
        head.append("ce-specversion", "1.0")
        head.append("ce-id", event.description)
        Self.write("ce-source", Self.reference(source), to: &head)
        Self.write("ce-type", content.name, to: &head)
        head.append("ce-time", Self.time(of: content))
    }

    /// What is not visible ASCII is percent-encoded, and so are `"` and `%` (HTTP binding §3.1.3.2).
    private static func write(_ name: String, _ value: String, to head: inout HeadBuffer) {
        head.beginLine()
        head.write(name)
        head.write(": ")
        for (index, part) in value.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { head.write("%22") }
            head.writePercentEncoded(String(part))
        }
        head.endLine()
    }

    private static func time(of content: EventContent) -> String {
        (content.occurredAt ?? content.receivedAt).rfc3339
    }

    /// A source that is no longer configured has no name, and an empty reference is not allowed.
    private static func reference(_ source: String) -> String { source.isEmpty ? "hookgate" : source }

    /// The inside of a JSON string; event names hold no control characters.
    private static func write(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
    }
}
