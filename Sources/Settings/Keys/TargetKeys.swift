import Events
import Signatures

/// Keys of `[[target]]`.
enum TargetKeys {
    /// Its name in metrics and in the store: 1 to 64 letters, digits, `.`, `_` or `-`; its backlog belongs to this name.
    static let name = SettingsKey("name", .name, isRequired: true)
    /// Where its requests go: `http`, `https`, or `http+unix://%2Frun%2Fapp.sock/path` for a Unix socket.
    static let url = SettingsKey("url", .url, isRequired: true)
    /// What its requests are signed with.
    static let secret = SettingsKey("secret", .secret, absence: "none; requests go out unsigned")
    /// How its requests are signed, afresh at every attempt.
    static let sign = SettingsKey(
        "sign",
        .schemeName,
        absence: "`cubeconnect` where every source that reaches it is `cubeconnect`; else it must be said"
    )
    /// The normalized body, the bytes as they were received, or a CloudEvent 1.0 with the normalized body as its data.
    static let format = SettingsKey(
        "format",
        .choice(TargetSettings.Format.allCases.map(\.rawValue), default: TargetSettings.Format.normalized.rawValue)
    )
    /// Requests at once.
    static let concurrency = SettingsKey(
        "concurrency",
        .count(1...Limits.concurrencyMax, default: Limits.concurrencyDefault)
    )
    /// Requests per second, minute or hour, such as `50/s`; at most a tenth of a second's worth is saved up.
    static let rate = SettingsKey("rate", .rate, absence: "as many as `concurrency` allows")
    /// When the target counts as down: its deliveries are then held, not failed, and probed one at a time; `false` for
    /// never.
    static let breaker = SettingsKey("breaker", .tableOrOff(.breaker), absence: "on, with the defaults below")
    /// `event`, `header:NAME` or `json:/pointer`: deliveries with the same value go out one after the other in the order
    /// of their acceptance, through retries and restarts; an event without it is unordered.
    static let orderBy = SettingsKey("order_by", .text, absence: "no order")
    /// How long one attempt may take.
    static let timeout = SettingsKey(
        "timeout",
        .duration(Limits.attemptTimeoutMilliseconds, default: Limits.attemptTimeoutMillisecondsDefault)
    )
    /// How long a connection may take; part of `timeout`.
    static let connectTimeout = SettingsKey(
        "connect_timeout",
        .duration(Limits.attemptTimeoutMilliseconds, default: Limits.connectTimeoutMillisecondsDefault)
    )
    /// When a failed attempt is made again.
    static let retry = SettingsKey("retry", .table(.retry), absence: "10s, doubling to 10m, for 24h")
    /// The statuses that are tried again, such as `408, 429, 500-599, !501`; others end the delivery at once.
    static let retryOn = SettingsKey("retry_on", .text, absence: "every status but 2xx")
    /// How long a delivery may wait in all, held and paused included; then it is dead.
    static let maxAge = SettingsKey(
        "max_age",
        .duration(Limits.deliveryAgeMilliseconds, default: Limits.deliveryAgeMillisecondsMaxDefault)
    )
    /// Bytes of bodies that may wait for it; past it new deliveries are dead at once.
    static let maxBacklog = SettingsKey(
        "max_backlog",
        .size(Limits.backlogBytes, default: Limits.backlogBytesMaxDefault)
    )
    /// Headers of the sender that pass.
    static let forwardHeaders = SettingsKey("forward_headers", .texts, absence: "`[]`")
    /// Headers that every request carries.
    static let headers = SettingsKey("headers", .headers, absence: "`{}`")
    /// Trust and identity for an `https` URL.
    static let tls = SettingsKey("tls", .table(.targetTLS), absence: "the system's authorities")
    /// The forward proxy that its requests go through, `https` as a tunnel; proxies of the environment do not count.
    static let proxy = SettingsKey("proxy", .url, absence: "none")

    static let all =
        [
            Self.name, Self.url, Self.secret, Self.sign, Self.format, Self.concurrency, Self.rate,
            Self.breaker, Self.orderBy, Self.timeout,
            Self.connectTimeout, Self.retry, Self.retryOn, Self.maxAge, Self.maxBacklog, Self.forwardHeaders,
            Self.headers, Self.tls, Self.proxy,
        ] + HMACKeys.signing
}

/// Keys of `retry` in `[[target]]`.
enum RetryKeys {
    /// All requests of a delivery, the first included.
    static let attempts = SettingsKey(
        "attempts",
        .count(1...Limits.attemptsMax, default: nil),
        absence: "as many as `max_age` allows"
    )
    /// How the delay grows: doubling, the same each time, or the delays one after the other (the last repeats).
    static let backoff = SettingsKey("backoff", .backoff, absence: "`\"exponential\"`")
    /// The delay before the first retry.
    static let delay = SettingsKey(
        "delay",
        .duration(Limits.retryDelayMilliseconds, default: Limits.retryDelayMillisecondsDefault)
    )
    /// What the delay grows to at most.
    static let maxDelay = SettingsKey(
        "max_delay",
        .duration(Limits.retryDelayMilliseconds, default: Limits.retryDelayMillisecondsMaxDefault)
    )
    /// The part of a delay that chance adds or takes away.
    static let jitter = SettingsKey("jitter", .fraction(0...1, default: 0.2))
    /// How long after a delivery's first attempt another one may be due.
    static let maxAge = SettingsKey(
        "max_age",
        .duration(Limits.deliveryAgeMilliseconds, default: Limits.retryAgeMillisecondsMaxDefault)
    )

    static let all = [Self.attempts, Self.backoff, Self.delay, Self.maxDelay, Self.jitter, Self.maxAge]
}

/// Keys of `breaker` in `[[target]]`.
enum BreakerKeys {
    /// Failures one after the other (no answer, or a 5xx) that open it.
    static let failures = SettingsKey(
        "failures",
        .count(Limits.breakerFailures, default: Limits.breakerFailuresDefault)
    )
    /// How long after it opened one delivery is sent as a probe; doubled after each probe that fails.
    static let probeAfter = SettingsKey(
        "probe_after",
        .duration(Limits.probeAfterMilliseconds, default: Limits.probeAfterMillisecondsDefault)
    )
    /// What that grows to at most.
    static let maxProbeAfter = SettingsKey(
        "max_probe_after",
        .duration(Limits.probeAfterMilliseconds, default: Limits.probeAfterMillisecondsMaxDefault)
    )

    static let all = [Self.failures, Self.probeAfter, Self.maxProbeAfter]
}

/// Keys of `tls` in `[[target]]`.
enum TargetTLSKeys {
    /// The authorities' certificates that are trusted, PEM.
    static let ca = SettingsKey("ca", .path, absence: "the system's")
    /// The client certificate, PEM; needs `key`.
    static let certificate = SettingsKey("certificate", .path, absence: "none")
    /// The client certificate's private key, PEM.
    static let key = SettingsKey("key", .path, absence: "none")

    /// The name that its certificate must carry, where that is not the host of the URL.
    static let serverName = SettingsKey("server_name", .text, absence: "the host of `url`")
    /// The oldest version of TLS that is spoken.
    static let minVersion = SettingsKey(
        "min_version",
        .choice(TargetSettings.TLS.Version.allCases.map(\.rawValue), default: TargetSettings.TLS.Version.tls12.rawValue)
    )

    static let all = [Self.ca, Self.certificate, Self.key, Self.serverName, Self.minVersion]
}

/// Keys of `[[route]]`.
enum RouteKeys {
    /// What people call it.
    static let name = SettingsKey("name", .name, absence: "none")
    /// The sources whose events it takes.
    static let sources = SettingsKey("sources", .texts, absence: "all of them")
    /// Patterns of event names: `*` is any run of characters, a leading `!` takes away.
    static let events = SettingsKey("events", .texts, absence: "`[\"*\"]`")
    /// The targets that get what it takes; `[]` drops it on purpose.
    static let targets = SettingsKey("targets", .texts, isRequired: true)
    /// Whether it takes only events that no other route takes.
    static let fallback = SettingsKey("fallback", .flag)

    static let all = [Self.name, Self.sources, Self.events, Self.targets, Self.fallback]
}
