import Events

/// Keys of `[server]`.
enum ServerKeys {
    /// Where senders connect: `host:port`, an IPv6 address in brackets; port 0 takes a free one.
    static let listen = SettingsKey("listen", .addresses, absence: "`[\"0.0.0.0:8080\"]`")
    /// Makes the listeners speak HTTPS.
    static let tls = SettingsKey("tls", .table(.serverTLS), absence: "plain HTTP")
    /// Event loops that receive requests.
    static let threads = SettingsKey(
        "threads",
        .count(1...Limits.eventLoopsMax, default: nil),
        absence: "one per two cores"
    )
    /// Connections at once; more are closed.
    static let maxConnections = SettingsKey(
        "max_connections",
        .count(1...Limits.connectionsCeiling, default: Limits.connectionsMax)
    )
    /// Connections at once from one address.
    static let maxConnectionsPerPeer = SettingsKey(
        "max_connections_per_peer",
        .count(1...Limits.connectionsCeiling, default: Limits.connectionsPerPeerMax)
    )
    /// How long a request's head may take to arrive.
    static let headTimeout = SettingsKey(
        "head_timeout",
        .duration(Limits.requestTimeoutMilliseconds, default: Int64(Limits.headDeadlineSeconds) * 1000)
    )
    /// How long a request's body may take to arrive.
    static let bodyTimeout = SettingsKey(
        "body_timeout",
        .duration(Limits.requestTimeoutMilliseconds, default: Int64(Limits.bodyDeadlineSeconds) * 1000)
    )
    /// How long a connection without a request is kept.
    static let idleTimeout = SettingsKey(
        "idle_timeout",
        .duration(Limits.requestTimeoutMilliseconds, default: Int64(Limits.keepAliveIdleSeconds) * 1000)
    )

    static let all = [
        Self.listen, Self.tls, Self.threads, Self.maxConnections, Self.maxConnectionsPerPeer, Self.headTimeout,
        Self.bodyTimeout, Self.idleTimeout,
    ]
}

/// Keys of `tls` in `[server]`.
enum ServerTLSKeys {
    /// The certificate chain, PEM, the server's own first.
    static let certificate = SettingsKey("certificate", .path, isRequired: true)
    /// The certificate's private key, PEM.
    static let key = SettingsKey("key", .path, isRequired: true)

    static let all = [Self.certificate, Self.key]
}
