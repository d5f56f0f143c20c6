import Events
import Signatures

/// Keys of `[[source]]`.
enum SourceKeys {
    /// Its name in metrics and in `Hookgate-Source`: 1 to 64 letters, digits, `.`, `_` or `-`.
    static let name = SettingsKey("name", .name, isRequired: true)
    /// The exact path that the sender posts to.
    static let path = SettingsKey("path", .requestPath, isRequired: true)
    /// How its requests are verified: by the sender's name, as `hmac` with the keys below, by a `[[scheme]]` of the
    /// file, or not at all with `none`.
    static let scheme = SettingsKey("scheme", .schemeName, isRequired: true)
    /// The secrets that its requests may be signed with: several while one is being replaced.
    static let secrets = SettingsKey("secrets", .secrets, absence: "none; allowed only with `scheme = \"none\"`")
    /// The largest body.
    static let maxBody = SettingsKey(
        "max_body",
        .size(1...Int64(Limits.bodyBytesMax), default: Int64(Limits.bodyBytesMaxDefault))
    )
    /// What tells two events apart: `event`, `timestamp`, `body`, `id`, `header:NAME`, `json:/pointer`.
    static let key = SettingsKey("key", .texts, absence: "what the scheme signs")
    /// How far a signed timestamp may be from the gateway's clock, early or late.
    static let tolerance = SettingsKey(
        "tolerance",
        .duration(Limits.toleranceMilliseconds, default: nil),
        absence: "the scheme's; `\"5m\"` for most"
    )
    /// The URL that the sender was given, without a query: needed where the sender signs it, since `Host` is never believed.
    static let publicURL = SettingsKey("public_url", .url, absence: "none; required where the scheme signs it")
    /// What the sender calls this webhook: needed where the sender signs it, as PayPal does.
    static let senderID = SettingsKey("sender_id", .text, absence: "none; required where the scheme signs it")

    /// How the sender asks whether it may send: [docs/handshakes.md](handshakes.md).
    static let handshake = SettingsKey(
        "handshake",
        .choice(Handshake.allCases.map(\.rawValue) + ["none"], default: nil),
        absence: "what the scheme says"
    )
    /// The word that Meta must know; with `handshake = "meta"`.
    static let verifyToken = SettingsKey("verify_token", .secret, absence: "none; required with `meta`")
    /// The origins that may send CloudEvents, or `*` for all; with `handshake = "cloudevents"`.
    static let allowedOrigins = SettingsKey("allowed_origins", .texts, absence: "none; required with `cloudevents`")
    /// Requests a minute that such a sender is given; with `handshake = "cloudevents"`.
    static let allowedRate = SettingsKey(
        "allowed_rate",
        .count(Limits.allowedRate, default: nil),
        absence: "as many as it likes"
    )
    /// The topics whose subscriptions are confirmed, as `arn:aws:sns:REGION:ACCOUNT:NAME`; with `handshake = "aws-sns"`.
    static let confirmTopics = SettingsKey("confirm_topics", .texts, absence: "none; required with `aws-sns`")

    static let all =
        [
            Self.name, Self.path, Self.scheme, Self.secrets, Self.maxBody, Self.key, Self.tolerance, Self.publicURL,
            Self.senderID, Self.handshake, Self.verifyToken, Self.allowedOrigins, Self.allowedRate, Self.confirmTopics,
        ]
        + HMACKeys.signing + HMACKeys.reading
}

/// Keys of a source or target whose signatures are described instead of named: `hmac`.
enum HMACKeys {
    /// The header that holds the signature.
    static let signatureHeader = SettingsKey("signature_header", .text, absence: "required with `hmac`", scheme: "hmac")
    /// What stands before the signature in its header, such as `sha256=`.
    static let prefix = SettingsKey("prefix", .text, absence: "nothing", scheme: "hmac")
    /// How the signature is written.
    static let encoding = SettingsKey(
        "encoding",
        .choice(SignatureEncoding.allCases.map(\.rawValue), default: SignatureEncoding.hex.rawValue),
        scheme: "hmac"
    )
    /// The hash function of the HMAC.
    static let digest = SettingsKey(
        "digest",
        .choice(DigestAlgorithm.allCases.map(\.rawValue), default: DigestAlgorithm.sha256.rawValue),
        scheme: "hmac"
    )
    /// What is signed: text with `{timestamp}`, `{id}`, `{body}` or `{header:NAME}` in it.
    static let content = SettingsKey("content", .text, absence: "`\"{body}\"`", scheme: "hmac")
    /// The header that holds the signed timestamp.
    static let timestampHeader = SettingsKey(
        "timestamp_header",
        .text,
        absence: "none; required where `content` has `{timestamp}`",
        scheme: "hmac"
    )
    /// How the timestamp is written; `any` takes all of them.
    static let timestampFormat = SettingsKey(
        "timestamp_format",
        .choice(TimestampFormat.allCases.map(\.rawValue), default: TimestampFormat.any.rawValue),
        scheme: "hmac"
    )
    /// The header that holds the delivery id.
    static let idHeader = SettingsKey(
        "id_header",
        .text,
        absence: "none; required where `content` has `{id}`",
        scheme: "hmac"
    )
    /// How the secret's text becomes the key.
    static let keyDecoding = SettingsKey(
        "key_decoding",
        .choice(KeyDecoding.allCases.map(\.rawValue), default: KeyDecoding.utf8.rawValue),
        scheme: "hmac"
    )
    /// Where the event's name stands: `json:/pointer`, `header:NAME` or `const:NAME`.
    static let event = SettingsKey("event", .text, absence: "`\"json:/event\"`", scheme: "hmac")
    /// Where the delivery's id stands: `json:/pointer` or `header:NAME`.
    static let id = SettingsKey("id", .text, absence: "`id_header`, if there is one", scheme: "hmac")
    /// Where the time of the event stands: `json:/pointer` or `header:NAME`.
    static let time = SettingsKey("time", .text, absence: "none", scheme: "hmac")

    /// What a signature looks like: sources and targets have them.
    static let signing = [
        Self.signatureHeader, Self.prefix, Self.encoding, Self.digest, Self.content, Self.timestampHeader,
        Self.timestampFormat, Self.idHeader, Self.keyDecoding,
    ]
    /// Where a request says what: only sources have them.
    static let reading = [Self.event, Self.id, Self.time]
}
