package import Events
internal import Glibc
package import Logging

/// Writes log lines to standard error, one per event, in UTC: as `key=value` words for people or as JSON for programs.
///
/// A line is one `write(2)`, so lines of several threads do not mix.
package struct LogfmtHandler: LogHandler {
    package enum Format: Sendable {
        case text, json
    }

    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let format: Format
    private let clock: any GatewayClock
    private let descriptor: Int32

    package init(
        label: String,
        level: Logger.Level,
        format: Format,
        clock: any GatewayClock = SystemClock(),
        descriptor: Int32 = STDERR_FILENO
    ) {
        self.label = label
        self.logLevel = level
        self.format = format
        self.clock = clock
        self.descriptor = descriptor
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = event.metadata.map { self.metadata.merging($0) { _, new in new } } ?? self.metadata
        var fields = [
            ("time", self.clock.now().rfc3339), ("level", event.level.rawValue), ("part", self.label),
            ("message", "\(event.message)"),
        ]
        fields += all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        let line: String
        switch self.format {
        case .text: line = fields.map { "\($0)=\(Self.word($1))" }.joined(separator: " ") + "\n"
        case .json: line = "{" + fields.map { "\(Self.quoted($0)):\(Self.quoted($1))" }.joined(separator: ",") + "}\n"
        }
        var bytes = Array(line.utf8)
        bytes.withUnsafeMutableBytes { buffer in
            _ = write(self.descriptor, buffer.baseAddress, buffer.count)
        }
    }

    private static func word(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") && $0 != 0x7F }
        return isPlain ? value : Self.quoted(value)
    }

    private static func quoted(_ value: String) -> String {
        var result = "\""
        for character in value.unicodeScalars {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where character.value < 0x20 || character.value == 0x7F:
                let hex = String(character.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(character)
            }
        }
        return result + "\""
    }
}
