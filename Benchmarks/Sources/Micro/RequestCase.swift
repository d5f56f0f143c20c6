import Events
import Signatures
import Telemetry

@testable import Outbound

/// Builds the head of one signed delivery, the normalized body at hand.
struct RequestCase: MicroCase, ~Copyable {
    static let name = "request"
    private let request: DeliveryRequest
    private let exchange: Exchange
    private let tools = RequestTools()
    private let contents: [EventContent]

    init() throws {
        let key = try SampleKey()
        let configuration = TargetConfiguration(
            id: TargetID(rawValue: 1),
            name: "crm",
            url: "http://127.0.0.1:3000/cubeconnect/webhook",
            metrics: GatewayMetrics.Target(name: "crm"),
            signer: try Signer(scheme: key.scheme, secret: key.secret)
        )
        self.request = DeliveryRequest(configuration, userAgent: "hookgate/0.1.0")
        self.exchange = Exchange(lane: 0, slot: 0, endpoint: Endpoint(configuration))
        self.contents = SampleBody.compact.map { SampleEvent.content(of: $0) }
    }

    mutating func operate(_ index: Int) throws -> Int {
        let attempt = TargetLane.Attempt(
            slot: 0,
            event: EventID(rawValue: Int64(index) + 1),
            content: self.contents[index & (SampleBody.count - 1)],
            number: 1
        )
        try self.request.fill(
            self.exchange,
            attempt: attempt,
            source: "cubeconnect",
            span: UInt64(index),
            now: SampleKey.now,
            tools: self.tools
        )
        return self.exchange.head.count
    }
}
