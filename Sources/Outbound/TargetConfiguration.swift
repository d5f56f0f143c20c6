package import Events
package import Signatures
package import Telemetry

/// What a target's requests carry as their body.
package enum BodyFormat: String, Sendable, CaseIterable {
    /// The normalized body, as `application/json`.
    case normalized
    /// The bytes and the content type as they were received.
    case raw
    /// One JSON document around the normalized body: CloudEvents 1.0, structured.
    case cloudEvents = "cloudevents"
    /// The normalized body, what is said of it in `ce-` headers: CloudEvents 1.0, binary.
    case cloudEventsBinary = "cloudevents-binary"
}

/// How `https://` targets are believed.
///
/// Certificates are always verified.
package struct TargetTLS: Sendable, Equatable {
    /// PEM file of the authorities that count; `nil` for those of the system.
    package var caFile: String?
    /// PEM file of the certificate that we show; goes with ``keyFile``.
    package var certificateFile: String?
    /// PEM file of its private key.
    package var keyFile: String?
    /// The name that the certificate must carry; `nil` for the host of the URL.
    package var serverName: String?
    /// Whether TLS 1.3 is the oldest version that is spoken; 1.2 otherwise.
    package var isAtLeast13: Bool

    package init(
        caFile: String? = nil,
        certificateFile: String? = nil,
        keyFile: String? = nil,
        serverName: String? = nil,
        isAtLeast13: Bool = false
    ) {
        self.caFile = caFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.serverName = serverName
        self.isAtLeast13 = isAtLeast13
    }
}

/// One target as the configuration says it, with its number in the store.
package struct TargetConfiguration: Sendable {
    package var id: TargetID
    package var name: String
    /// `http://` or `https://`, checked before.
    package var url: String
    package var format: BodyFormat
    package var retry: RetryPolicy
    /// Statuses that are worth a retry; `nil` for all.
    package var retryOn: StatusList?
    /// Requests at once; 1 to ``Limits/concurrencyMax``.
    package var concurrency: Int
    /// Requests per time; `nil` for as many as come.
    package var rate: StartRate?
    /// When the target counts as down and its deliveries are held; `nil` for never.
    package var breaker: CircuitBreaker.Settings?
    /// What deliveries have in common that go out one after the other; `nil` for no order.
    package var orderBy: IdempotencyKeyPart?
    /// From the start of an attempt to the last byte that is read of its answer.
    package var attemptTimeoutMilliseconds: Int64
    /// Until the connection stands, name and TLS included.
    package var connectTimeoutMilliseconds: Int64
    /// What waits longer becomes dead (expired).
    ///
    /// Counted from the moment the event was received.
    package var maxAgeMilliseconds: Int64
    /// Bytes of raw bodies that may wait; what comes beyond is dead: overflow.
    package var backlogBytesMax: Int64
    /// Signs every attempt; `nil` sends unsigned.
    package var signer: Signer?
    /// Original headers that are passed on; ``DeliveryHeaders/isForwardable(_:)`` says which can be.
    package var forwardHeaders: [String]
    /// Headers that every request carries; ``DeliveryHeaders/isFree(_:)`` says which can be.
    package var headers: [(name: String, value: String)]
    package var tls: TargetTLS
    /// Path of the Unix socket that is connected to in place of the URL's host.
    package var socketPath: String?
    /// `http://host:port` of a forward proxy.
    package var proxy: String?
    package var metrics: GatewayMetrics.Target

    /// A target with the defaults of product.md §3.
    package init(
        id: TargetID,
        name: String,
        url: String,
        metrics: GatewayMetrics.Target,
        format: BodyFormat = .normalized,
        retry: RetryPolicy = RetryPolicy(),
        retryOn: StatusList? = nil,
        concurrency: Int = Limits.concurrencyDefault,
        rate: StartRate? = nil,
        breaker: CircuitBreaker.Settings? = nil,
        orderBy: IdempotencyKeyPart? = nil,
        attemptTimeoutMilliseconds: Int64 = Limits.attemptTimeoutMillisecondsDefault,
        connectTimeoutMilliseconds: Int64 = Limits.connectTimeoutMillisecondsDefault,
        maxAgeMilliseconds: Int64 = Limits.deliveryAgeMillisecondsMaxDefault,
        backlogBytesMax: Int64 = Limits.backlogBytesMaxDefault,
        signer: Signer? = nil,
        forwardHeaders: [String] = [],
        headers: [(name: String, value: String)] = [],
        tls: TargetTLS = TargetTLS(),
        socketPath: String? = nil,
        proxy: String? = nil
    ) {
        self.id = id
        self.name = name
        self.url = url
        self.metrics = metrics
        self.format = format
        self.retry = retry
        self.retryOn = retryOn
        self.concurrency = concurrency
        self.rate = rate
        self.breaker = breaker
        self.orderBy = orderBy
        self.attemptTimeoutMilliseconds = attemptTimeoutMilliseconds
        self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
        self.maxAgeMilliseconds = maxAgeMilliseconds
        self.backlogBytesMax = backlogBytesMax
        self.signer = signer
        self.forwardHeaders = forwardHeaders
        self.headers = headers
        self.tls = tls
        self.socketPath = socketPath
        self.proxy = proxy
    }
}
