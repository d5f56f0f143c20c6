/// One table of gateway.conf with the keys that it may have.
struct SettingsSection: Sendable {
    /// As people see it: `[server]`, `[[source]]`, `retry`.
    let title: String
    let keys: [SettingsKey]
    /// Keys that are planned: refused, but not as a slip of the pen.
    let later: [String]

    init(_ title: String, keys: [SettingsKey], later: [String] = []) {
        self.title = title
        self.keys = keys
        self.later = later
    }

    /// Tables that are planned.
    static let laterTables = ["alert", "alerts", "cluster", "trace"]

    /// Every table, in the order of the reference, with the file-scoped name that declares its keys.
    static let all: [(section: SettingsSection, declaredIn: String)] = [
        (.server, "ServerKeys"), (.serverTLS, "ServerTLSKeys"), (.admin, "AdminKeys"), (.store, "StoreKeys"),
        (.log, "LogKeys"), (.source, "SourceKeys"), (.target, "TargetKeys"), (.retry, "RetryKeys"),
        (.breaker, "BreakerKeys"),
        (.targetTLS, "TargetTLSKeys"), (.route, "RouteKeys"),
    ]
}

extension SettingsSection {
    static let server = SettingsSection(
        "[server]",
        keys: ServerKeys.all,
        later: ["trusted_proxies", "http2", "proxy_protocol"]
    )
    static let serverTLS = SettingsSection("tls of [server]", keys: ServerTLSKeys.all, later: ["client_ca"])
    static let admin = SettingsSection("[admin]", keys: AdminKeys.all, later: ["tls", "users"])
    static let store = SettingsSection("[store]", keys: StoreKeys.all)
    static let log = SettingsSection("[log]", keys: LogKeys.all)
    static let source = SettingsSection(
        "[[source]]",
        keys: SourceKeys.all,
        later: ["mode", "body", "rate", "handshake", "alert"]
    )
    static let target = SettingsSection(
        "[[target]]",
        keys: TargetKeys.all,
        later: ["on_dead", "alert", "pause"]
    )
    static let retry = SettingsSection("retry of [[target]]", keys: RetryKeys.all)
    static let breaker = SettingsSection("breaker of [[target]]", keys: BreakerKeys.all)
    static let targetTLS = SettingsSection("tls of [[target]]", keys: TargetTLSKeys.all)
    static let route = SettingsSection("[[route]]", keys: RouteKeys.all, later: ["when", "rate", "delay", "transform"])
}
