import Events
import Settings
import Signatures
import Testing

struct SettingsTests {
    private static func settings(_ name: String) throws -> GatewaySettings {
        try #require(GoldenCase(name: name).load().settings)
    }

    @Test
    func defaultsAreThoseOfTheLimits() throws {
        let settings = try Self.settings("valid")
        #expect(settings.server.listen == [ListenAddress(host: "0.0.0.0", port: 8080)])
        #expect(settings.server.tls == nil)
        #expect(settings.server.threads == nil)
        #expect(settings.server.maxConnections == Limits.connectionsMax)
        #expect(settings.server.headTimeoutMilliseconds == 10_000)
        #expect(settings.server.bodyTimeoutMilliseconds == 30_000)
        #expect(settings.server.idleTimeoutMilliseconds == 75_000)
        #expect(settings.admin.listen == ListenAddress(host: "127.0.0.1", port: 8081))
        #expect(settings.admin.token == nil)
        #expect(settings.store.path == "hookgate.db")
        #expect(settings.store.retentionMilliseconds == 7 * 86_400_000)
        #expect(settings.store.deadRetentionMilliseconds == 30 * 86_400_000)
        #expect(settings.store.dedupeWindowMilliseconds == 7 * 86_400_000)
        #expect(settings.store.maxKeys == 8_000_000)
        #expect(settings.log.level == .info)
        #expect(settings.log.format == .text)
        let source = settings.sources[0]
        #expect(source.scheme == SignatureScheme.preset("cubeconnect"))
        #expect(source.key == [.event, .timestamp, .body])
        #expect(source.maxBodyBytes == 1_048_576)
        #expect(!source.isUnverified)
        let target = settings.targets[0]
        #expect(target.signing?.scheme.name == "cubeconnect")
        #expect(target.retry == RetryPolicy())
        #expect(target.retryOn == nil)
        #expect(target.concurrency == 32)
        #expect(target.timeoutMilliseconds == 10_000)
        #expect(target.connectTimeoutMilliseconds == 3_000)
        #expect(target.maxAgeMilliseconds == 7 * 86_400_000)
        #expect(target.maxBacklogBytes == 4 << 30)
    }

    @Test
    func everyKeyOfServerAndStoreIsRead() throws {
        let settings = try Self.settings("valid-everything")
        #expect(settings.server.listen.map(\.description) == ["0.0.0.0:8080", "[::1]:8443"])
        #expect(settings.server.tls?.certificate == "/etc/hookgate/cert.pem")
        #expect(settings.server.tls?.key == "/etc/hookgate/key.pem")
        #expect(settings.server.threads == 2)
        #expect(settings.server.maxConnections == 500)
        #expect(settings.server.maxConnectionsPerPeer == 50)
        #expect(settings.server.headTimeoutMilliseconds == 5_000)
        #expect(settings.server.bodyTimeoutMilliseconds == 60_000)
        #expect(settings.server.idleTimeoutMilliseconds == 90_000)
        #expect(settings.admin.token?.revealed == "admin-sentinel-5d1f")
        #expect(settings.admin.hosts == ["gateway.internal", "10.0.0.7"])
        #expect(settings.store.path == "./hookgate.db")
        #expect(settings.store.retentionMilliseconds == 3 * 86_400_000)
        #expect(settings.store.deadRetentionMilliseconds == 14 * 86_400_000)
        #expect(settings.store.dedupeWindowMilliseconds == 2 * 86_400_000)
        #expect(settings.store.maxKeys == 100_000)
        #expect(settings.log.level == .debug)
        #expect(settings.log.format == .json)
    }

    @Test
    func everyKeyOfSourcesIsRead() throws {
        let sources = try Self.settings("valid-everything").sources
        #expect(sources[0].maxBodyBytes == 65_536)
        #expect(sources[0].key == [.event, .json("/message_id"), .header("x-batch")])
        #expect(sources[0].scheme.hmac?.timestamp?.toleranceMilliseconds == 60_000)
        let rules = try #require(sources[1].scheme.hmac)
        #expect(rules.header.text == "X-Shop-Signature")
        #expect(rules.layout == .plain(prefix: "sha512="))
        #expect(rules.encoding == .base64)
        #expect(rules.digest == .sha512)
        #expect(rules.signedContent.template == "{id}.{timestamp}.{body}")
        #expect(rules.timestamp?.source == .header("X-Shop-Time"))
        #expect(rules.timestamp?.format == .seconds)
        #expect(sources[1].scheme.deliveryID == .header("x-shop-id"))
        #expect(sources[1].scheme.eventName == .header("x-shop-topic"))
        #expect(sources[1].scheme.occurredAt?.description == "/created_at")
        #expect(sources[1].key == sources[1].scheme.defaultKey)
    }

    @Test
    func everyKeyOfTargetsAndRoutesIsRead() throws {
        let settings = try Self.settings("valid-everything")
        let crm = settings.targets[0]
        #expect(crm.url.text == "https://crm.internal:8443/hooks?a=1")
        #expect(crm.url.description == "https://crm.internal:8443")
        #expect(crm.format == .raw)
        #expect(crm.concurrency == 4)
        #expect(crm.timeoutMilliseconds == 30_000)
        #expect(crm.connectTimeoutMilliseconds == 1_000)
        #expect(crm.retry.attempts == 5)
        #expect(crm.retry.backoff == .list([1_000, 10_000, 60_000]))
        #expect(crm.retry.jitter == 0)
        #expect(crm.retry.maxAgeMilliseconds == 7_200_000)
        #expect(crm.retryOn?.contains(501) == false)
        #expect(crm.retryOn?.contains(502) == true)
        #expect(crm.maxAgeMilliseconds == 86_400_000)
        #expect(crm.maxBacklogBytes == 1 << 30)
        #expect(crm.forwardHeaders == ["x-request-id", "accept-language"])
        #expect(crm.headers.map(\.name) == ["Authorization", "X-Cost"])
        #expect(crm.headers.map(\.value.revealed) == ["crm-sentinel-5d1f", "5$"])
        #expect([crm.tls?.authority, crm.tls?.certificate, crm.tls?.key] == ["/ca.pem", "/c.pem", "/k.pem"])
        let own = settings.targets[1]
        #expect(own.url.socket == "/run/own.sock")
        #expect(own.url.request == "http://localhost/hooks?a=1")
        #expect(crm.tls?.serverName == "crm.example")
        #expect(crm.tls?.minVersion == .tls13)
        #expect(crm.proxy == "http://proxy.internal:3128")
        #expect(own.signing?.scheme.hmac?.header.text == "X-Own-Signature")
        #expect(own.signing?.scheme.hmac?.timestamp?.format == .milliseconds)
        let table = RoutingTable(settings.routes)
        #expect(table.resolve(source: "cubeconnect", event: "message.received").targets == ["crm", "own"])
        #expect(table.resolve(source: "cubeconnect", event: "campaign.created").targets == ["own"])
        #expect(table.resolve(source: "shop", event: "order.created").targets == ["own"])
        #expect(table.resolve(source: "shop", event: "noise.x").targets.isEmpty)
        #expect(settings.routePlaces.count == 3)
    }

    @Test(arguments: [
        ("[server]\nlisten = [\"0.0.0.0:1\"]\n", true), ("# nothing\n", true), ("", true), ("\u{FEFF}", true),
        ("\0", false), ("[", false), ("= 1", false), ("é = 1", false), ("a = 1979-05-27T'", false), ("a = 1 ء", false),
        ("a = \"\\u", false), ("[" + String(repeating: "a.", count: 400) + "a]", false),
        ("a = " + String(repeating: "[", count: 100_000), false),
    ])
    func aHostileTextIsReportedAndNeverRead(text: String, isTOML: Bool) {
        let result = SettingsLoader.parse(Array(text.utf8), fileName: "g", environment: [:])
        #expect(result.settings == nil)
        #expect(result.diagnostics.contains { $0.code == .syntax } != isTOML)
        #expect(result.diagnostics.contains { $0.code == .noSource } == isTOML)
    }

    @Test
    func bytesThatAreNoTextAreReported() {
        let result = SettingsLoader.parse([0x61, 0x3D, 0x22, 0xFF, 0xC0, 0x22], fileName: "g", environment: [:])
        #expect(result.diagnostics.map(\.code) == [.syntax])
    }

    @Test
    func thousandsOfErrorsAreBounded() {
        let text = (0..<5_000).map { "key\($0) = 1\n" }.joined()
        let result = SettingsLoader.parse(Array(text.utf8), fileName: "g", environment: [:])
        #expect(result.diagnostics.count == Limits.diagnosticsMax)
    }

    @Test
    func aSecretPrintsItselfNowhere() {
        let secret = SecretText("sentinel")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("sentinel"))
    }

    @Test
    func theSystemsFilesAreRead() throws {
        let content = try FileReader.system.read("/proc/self/status", 1 << 20)
        #expect(!content.bytes.isEmpty)
        #expect(throws: FileReadingError.self) { try FileReader.system.read("/absent/file", 10) }
        #expect(throws: FileReadingError.self) { try FileReader.system.read("/proc", 10) }
        #expect(throws: FileReadingError(reason: "it holds more than 10 bytes", isTooLarge: true)) {
            try FileReader.system.read("/proc/self/status", 10)
        }
    }
}

/// The example at the top of the repository.
struct ExampleTests {
    private static func load(_ environment: [String: String]) -> SettingsResult {
        SettingsLoader.load(path: SourceTree.root + "/gateway.conf", environment: environment)
    }

    @Test
    func runsWithTheSendersSecretAlone() throws {
        let result = Self.load(["CUBECONNECT_WEBHOOK_SECRET": "sentinel"])
        #expect(result.diagnostics.map(\.code) == [.tokenNotSet])
        let settings = try #require(result.settings)
        #expect(settings.targets.allSatisfy { $0.signing?.scheme.name == "cubeconnect" })
        let table = RoutingTable(settings.routes)
        for event in ["message.received", "message.status_updated", "webhook.test"] {
            #expect(table.resolve(source: "cubeconnect", event: event).targets == ["crm", "status"])
        }
        #expect(table.resolve(source: "cubeconnect", event: "campaign.created").targets == ["crm"])
    }

    @Test
    func takesItsAddressesFromTheEnvironment() throws {
        let result = Self.load([
            "CUBECONNECT_WEBHOOK_SECRET": "a", "HOOKGATE_ADMIN_TOKEN": "t", "PORT": "9090",
            "ADMIN_LISTEN": "0.0.0.0:9091",
            "HOOKGATE_DATA": "/data", "CRM_URL": "http://crm:1/x", "STATUS_URL": "",
        ])
        #expect(result.diagnostics.isEmpty)
        let settings = try #require(result.settings)
        #expect(settings.server.listen.map(\.port) == [9090])
        #expect(settings.admin.listen.description == "0.0.0.0:9091")
        #expect(settings.store.path == "/data/hookgate.db")
        #expect(settings.targets.map(\.url.text) == ["http://crm:1/x", "http://127.0.0.1:3001/webhooks"])
    }

    @Test
    func withoutTheSecretItSaysWhatIsMissing() throws {
        let result = Self.load([:])
        #expect(result.settings == nil)
        let error = try #require(result.errors.first)
        #expect(error.code == .missingSecret)
        #expect(error.description.contains("CUBECONNECT_WEBHOOK_SECRET"))
    }
}
