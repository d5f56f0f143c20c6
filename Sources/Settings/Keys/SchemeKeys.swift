import Signatures

/// Keys of `[[scheme]]`: the language that a sender's signatures are described in, as the presets are.
enum SchemeKeys {
    /// What sources and targets call it; no name of a preset.
    static let name = SettingsKey("name", .name, isRequired: true)
    /// What a request is proven by: a signature, the secret itself, Basic authentication or a JSON Web Token.
    static let proof = SettingsKey("proof", .choice(SchemeProof.allCases.map(\.rawValue), default: "hmac"))
    /// Where it stands: `header:NAME`, several apart by ` \| `, `header:NAME-*` for numbered headers, or `json:/pointer`.
    static let signature = SettingsKey("signature", .text, absence: "required but for `basic`")
    /// How its value is made up: alone, behind its digest's name, in a list of `key=value`, in a list of `tag,value`, or
    /// behind the timestamp.
    static let layout = SettingsKey("layout", .choice(SchemeLayout.allCases.map(\.rawValue), default: "plain"))
    /// What stands before a `plain` signature, such as `sha256=`.
    static let prefix = SettingsKey("prefix", .text, absence: "nothing")
    /// The character between the entries of `pairs` and `positional`.
    static let separator = SettingsKey("separator", .text, absence: "`\",\"`")
    /// The key or tag of the signatures that count in `pairs` and `tagged`, such as `v1`; others are passed over.
    static let tag = SettingsKey("tag", .text, absence: "required with `pairs` and `tagged`")
    /// How a signature is written.
    static let encoding = SettingsKey(
        "encoding",
        .choice(SignatureEncoding.allCases.map(\.rawValue), default: SignatureEncoding.hex.rawValue)
    )
    /// The hash function: `md5`, `sha1`, `sha256` or `sha512`; with `layout = "method"` all that are taken, apart by `, `.
    static let digest = SettingsKey("digest", .text, absence: "`\"sha256\"`")
    /// What is signed: text with `{body}`, `{timestamp}`, `{id}`, `{header:NAME}`, `{json:/pointer}`, `{query:NAME}`,
    /// `{url}`, `{path}`, `{method}`, `{form}`, `{sha256}`, `{crc32}` or `{sender_id}` in it; `{?…}` may be absent.
    static let content = SettingsKey("content", .text, absence: "`\"{body}\"`")
    /// Where the timestamp stands: `header:NAME`, `pair:KEY` in the signature header, `first` in it, or `json:/pointer`.
    static let timestamp = SettingsKey("timestamp", .text, absence: "none; freshness is not checked")
    /// How the timestamp is written.
    static let timestampFormat = SettingsKey(
        "timestamp_format",
        .choice(TimestampFormat.allCases.map(\.rawValue), default: TimestampFormat.seconds.rawValue)
    )
    /// How far the timestamp may be from the gateway's clock, early or late; `off` lets every age pass.
    static let tolerance = SettingsKey("tolerance", .text, absence: "`\"5m\"`")
    /// How a secret's text becomes the key.
    static let keyDecoding = SettingsKey(
        "key_decoding",
        .choice(KeyDecoding.allCases.map(\.rawValue), default: KeyDecoding.utf8.rawValue)
    )
    /// Where the event's name stands: `json:/pointer`, `header:NAME` or `const:NAME`; with ` + ` between they are joined
    /// by a dot, with ` \| ` the first that is there counts.
    static let event = SettingsKey("event", .text, absence: "required")
    /// Whether an event's name counts that stands outside of what is signed.
    static let unsignedEvent = SettingsKey("unsigned_event", .flag)
    /// Where the delivery's id stands: `json:/pointer` or `header:NAME`.
    static let id = SettingsKey("id", .text, absence: "none")
    /// Where the time of the event stands: `json:/pointer` or `header:NAME`.
    static let time = SettingsKey("time", .text, absence: "none")
    /// What holds the body's SHA-256 where only that is signed: `query:NAME` of a signed URL, or `claim:NAME` of a token.
    static let bodyHash = SettingsKey("body_hash", .text, absence: "none; required with `jwt`")
    /// Whether a signature counts that does not cover the whole body.
    static let unsignedBody = SettingsKey("unsigned_body", .flag)
    /// Places in the body that must be empty because no signature covers them, apart by ` \| `.
    static let mustBeAbsent = SettingsKey("must_be_absent", .text, absence: "none")
    /// The handshake that the sender plays.
    static let handshake = SettingsKey(
        "handshake",
        .choice(Handshake.allCases.map(\.rawValue), default: nil),
        absence: "none"
    )

    static let all = [Self.name] + SchemeSetting.allCases.map(Self.key)

    /// The key of a setting.
    static func key(_ setting: SchemeSetting) -> SettingsKey {
        switch setting {
        case .proof: Self.proof
        case .signature: Self.signature
        case .layout: Self.layout
        case .prefix: Self.prefix
        case .separator: Self.separator
        case .tag: Self.tag
        case .encoding: Self.encoding
        case .digest: Self.digest
        case .content: Self.content
        case .timestamp: Self.timestamp
        case .timestampFormat: Self.timestampFormat
        case .tolerance: Self.tolerance
        case .keyDecoding: Self.keyDecoding
        case .event: Self.event
        case .unsignedEvent: Self.unsignedEvent
        case .id: Self.id
        case .time: Self.time
        case .bodyHash: Self.bodyHash
        case .unsignedBody: Self.unsignedBody
        case .mustBeAbsent: Self.mustBeAbsent
        case .handshake: Self.handshake
        }
    }
}
