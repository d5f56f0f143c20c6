package import Telemetry

/// A place to listen on.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name or a numeric address; IPv6 without brackets.
    package let host: String
    /// 0 asks the system for a free one.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String {
        self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }
}

/// Certificate and key of the listener, as PEM files.
package struct TLSFiles: Sendable, Hashable {
    /// The certificate, followed by the ones between it and the root.
    package let certificate: String
    /// The private key, without a passphrase.
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// All that the listener for senders needs to know.
package struct IngestConfiguration: Sendable {
    /// At least one.
    package var listen: [ListenAddress]
    /// `nil` for plain HTTP.
    package var tls: TLSFiles?
    /// No two on one path.
    package var sources: [IngestSource]
    /// Threads that serve connections.
    package var eventLoops: Int
    package var limits: IngestLimits
    package var metrics: GatewayMetrics
    /// Listening sockets that a supervisor handed over, in the order of ``listen``; empty to open them here.
    package var inherited: [Int32]

    package init(
        listen: [ListenAddress],
        tls: TLSFiles? = nil,
        sources: [IngestSource],
        eventLoops: Int = 1,
        limits: IngestLimits = IngestLimits(),
        metrics: GatewayMetrics,
        inherited: [Int32] = []
    ) {
        self.listen = listen
        self.tls = tls
        self.sources = sources
        self.eventLoops = eventLoops
        self.limits = limits
        self.metrics = metrics
        self.inherited = inherited
    }
}
