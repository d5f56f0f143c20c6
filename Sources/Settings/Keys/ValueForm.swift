/// What may stand behind a key.
///
/// The reader checks it, messages explain it, and the reference prints it.
enum ValueForm: Sendable {
    case text
    case texts
    case name
    /// A text that may be `env:NAME` or `file:/path`.
    case secret
    case secrets
    /// Header names to secrets.
    case headers
    case address
    case addresses
    case path
    case requestPath
    case url
    case flag
    /// Milliseconds.
    case duration(ClosedRange<Int64>, default: Int64?)
    /// Bytes.
    case size(ClosedRange<Int64>, default: Int64)
    case count(ClosedRange<Int>, default: Int?)
    case fraction(ClosedRange<Double>, default: Double)
    case choice([String], default: String?)
    /// The name of a scheme: a preset or one of the file.
    case schemeName
    /// `exponential`, `fixed` or a list of durations.
    case backoff
    /// Requests per time.
    case rate
    /// A table with keys of its own, or `false`.
    case tableOrOff(SettingsSection)
    /// A table with keys of its own.
    case table(SettingsSection)

    /// For the reference.
    var title: String {
        switch self {
        case .text: "text"
        case .texts: "list of texts"
        case .name: "name"
        case .secret: "secret"
        case .secrets: "list of secrets"
        case .headers: "table of header = secret"
        case .address: "address"
        case .addresses: "list of addresses"
        case .path: "file path"
        case .requestPath: "path"
        case .url: "URL"
        case .flag: "`true` or `false`"
        case .duration: "duration"
        case .size: "size"
        case .count: "whole number"
        case .fraction: "number"
        case .choice(let choices, _): choices.map { "`\"\($0)\"`" }.joined(separator: ", ")
        case .schemeName:
            "a sender of [senders](senders/README.md), `\"hmac\"`, `\"none\"` or the name of a `[[scheme]]`"
        case .backoff: "`\"exponential\"`, `\"fixed\"` or list of durations"
        case .rate: "rate"
        case .tableOrOff: "table or `false`"
        case .table: "table"
        }
    }

    /// What to write, for the remedy of a value of the wrong kind.
    var example: String {
        switch self {
        case .text: "\"text\""
        case .name: "\"name\""
        case .path: "\"/path/of/the/file\""
        case .requestPath: "\"/cubeconnect/webhook\""
        case .texts: "[\"one\", \"two\"]"
        case .secret: "\"env:NAME\" or \"file:/path\""
        case .secrets: "[\"env:NAME\"]"
        case .headers: "{ \"X-Name\" = \"value\" }"
        case .address: "\"127.0.0.1:8081\""
        case .addresses: "[\"0.0.0.0:8080\"]"
        case .url: "\"http://host:port/path\""
        case .flag: "true or false"
        case .duration(let range, _): "a duration such as \"\(DurationText.shown(range.exampleValue))\""
        case .size: "a size such as \"64MiB\""
        case .count(let range, _): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .fraction(let range, _): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let choices, _): Quoted.list(choices)
        case .schemeName: "\"standard-webhooks\""
        case .backoff: "\"exponential\", \"fixed\" or a list such as [\"10s\", \"1m\"]"
        case .rate: "a rate such as \"50/s\", \"600/m\" or \"1000/h\""
        case .tableOrOff: "{ key = value } or false"
        case .table: "{ key = value }"
        }
    }

    /// The default, for the reference and for remedies; `nil` where the form has none of its own.
    var defaultText: String? {
        switch self {
        case .duration(_, let value?): DurationText.shown(value)
        case .size(_, let value): SizeText.shown(value)
        case .count(_, let value?): "\(value)"
        case .fraction(_, let value): "\(value)"
        case .choice(_, let value?): value
        case .flag: "false"
        default: nil
        }
    }

    /// Whether a value stands in quotes.
    var isQuoted: Bool {
        switch self {
        case .duration, .size, .choice: true
        default: false
        }
    }

    /// The range that is allowed, for the reference and for remedies.
    var rangeText: String? {
        switch self {
        case .duration(let range, _):
            "\(DurationText.shown(range.lowerBound)) to \(DurationText.shown(range.upperBound))"
        case .size(let range, _): "\(SizeText.shown(range.lowerBound)) to \(SizeText.shown(range.upperBound))"
        case .count(let range, _): "\(range.lowerBound) to \(range.upperBound)"
        case .fraction(let range, _): "\(range.lowerBound) to \(range.upperBound)"
        default: nil
        }
    }
}

extension ClosedRange<Int64> {
    /// A value in the middle of what people write.
    fileprivate var exampleValue: Int64 { Swift.min(Swift.max(self.lowerBound, 10_000), self.upperBound) }
}
