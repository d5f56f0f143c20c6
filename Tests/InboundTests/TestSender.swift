import Events
import GatewayTesting
import Signatures
import Telemetry

@testable import Inbound

/// A sender with a secret, and the source that believes it.
struct TestSender {
    static let path = "/cubeconnect/webhook"
    let clock: ManualClock
    let scheme: SignatureScheme
    private let signer: Signer
    private let secret: SecretKey

    init(clock: ManualClock = ManualClock()) throws {
        // because: the preset is one of the documented names.
        self.scheme = SignatureScheme.preset("cubeconnect")!
        self.clock = clock
        let secret = try SecretKey(text: "a secret of the test", decoding: .utf8)
        self.signer = try Signer(scheme: self.scheme, secret: secret)
        self.secret = secret
    }

    func source(
        metrics: GatewayMetrics.Source,
        scheme: SignatureScheme? = nil,
        key: [IdempotencyKeyPart]? = nil,
        bodyBytesMax: Int = 1_000,
        handshake: SourceHandshake? = nil,
        route: @escaping @Sendable (String) -> IngestRoute = { name in
            IngestRoute(targets: name == "lost" ? [] : [TargetID(rawValue: 1)], isUnrouted: name == "lost")
        }
    ) -> IngestSource {
        IngestSource(
            name: "cubeconnect",
            id: SourceID(rawValue: 7),
            path: Self.path,
            // because: the schemes of these tests are sound, and so is the secret.
            verifier: try! Verifier(scheme: scheme ?? self.scheme, secrets: [self.secret]),
            key: key ?? self.scheme.defaultKey,
            bodyBytesMax: bodyBytesMax,
            metrics: metrics,
            handshake: handshake,
            route: route
        )
    }

    /// `X-Webhook-Timestamp` and `X-Webhook-Signature` as they go over the wire.
    func signature(of body: String, ageMilliseconds: Int64 = 0) -> String {
        let now = self.clock.now().advanced(byMilliseconds: -ageMilliseconds)
        let headers = Array(body.utf8).withUnsafeBytes { bytes in
            self.signer.sign(body: bytes, id: "", now: now, using: HMACContext())
        }
        return headers.map { "\($0.name): \($0.value)\r\n" }.joined()
    }

    /// A whole request.
    func request(
        _ body: String = Self.body("message.received"),
        path: String = Self.path,
        headers: String = "",
        ageMilliseconds: Int64 = 0
    ) -> String {
        "POST \(path) HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
            + self.signature(of: body, ageMilliseconds: ageMilliseconds)
            + "Content-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    /// The same with its body in chunks of the given sizes; the rest in one.
    func chunkedRequest(_ body: String, chunks sizes: [Int]) -> String {
        var rest = body.utf8[...]
        var text = "POST \(Self.path) HTTP/1.1\r\nHost: gateway\r\n" + self.signature(of: body)
        text += "Transfer-Encoding: chunked\r\n\r\n"
        for size in sizes + [rest.count] where !rest.isEmpty {
            let chunk = rest.prefix(size)
            guard !chunk.isEmpty else { continue }
            text += String(chunk.count, radix: 16) + "\r\n" + String(Substring(chunk)) + "\r\n"
            rest = rest.dropFirst(chunk.count)
        }
        return text + "0\r\n\r\n"
    }

    static func body(_ event: String, _ more: String = "") -> String {
        #"{"event":"\#(event)","tenant_id":1,"timestamp":"2026-01-01T00:00:00+00:00"\#(more)}"#
    }
}
