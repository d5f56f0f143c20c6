import Events

/// Keys of `[admin]`.
enum AdminKeys {
    /// Where health, metrics and status are served.
    static let listen = SettingsKey("listen", .address, absence: "`\"127.0.0.1:8081\"`")
    /// What a caller must send as `Authorization: Bearer`; required unless `listen` is on loopback.
    static let token = SettingsKey("token", .secret, absence: "none; then loopback only")
    /// Names that `Host` may have besides 127.0.0.1, [::1] and localhost.
    static let hosts = SettingsKey("hosts", .texts, absence: "`[]`")

    static let all = [Self.listen, Self.token, Self.hosts]
}

/// Keys of `[store]`.
enum StoreKeys {
    /// `sqlite:` and the path of the file; a relative one begins at the working directory.
    static let url = SettingsKey("url", .text, absence: "`\"sqlite:hookgate.db\"`")
    /// How long an event is kept once all its deliveries are done.
    static let retention = SettingsKey(
        "retention",
        .duration(Limits.retentionMilliseconds, default: Limits.retentionMillisecondsDefault)
    )
    /// How long an event with a dead letter is kept.
    static let deadRetention = SettingsKey(
        "dead_retention",
        .duration(Limits.retentionMilliseconds, default: Limits.deadRetentionMillisecondsDefault)
    )
    /// How long a copy of an event is recognised; at least twice the largest `tolerance`.
    static let dedupeWindow = SettingsKey(
        "dedupe_window",
        .duration(Limits.retentionMilliseconds, default: Limits.retentionMillisecondsDefault)
    )
    /// Events that copies are recognised of, about 32 bytes of memory each; past it the window shrinks.
    static let maxKeys = SettingsKey("max_keys", .count(Limits.dedupeKeys, default: Limits.dedupeKeysMaxDefault))

    static let all = [Self.url, Self.retention, Self.deadRetention, Self.dedupeWindow, Self.maxKeys]
}

/// Keys of `[log]`.
enum LogKeys {
    /// The least important line that is written.
    static let level = SettingsKey("level", .choice(LogSettings.Level.allCases.map(\.rawValue), default: "info"))
    /// `key=value` pairs, or one JSON object a line.
    static let format = SettingsKey("format", .choice(LogSettings.Format.allCases.map(\.rawValue), default: "text"))

    static let all = [Self.level, Self.format]
}
