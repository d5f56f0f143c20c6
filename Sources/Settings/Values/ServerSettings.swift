/// `[server]`: where senders arrive, and what they may take up.
package struct ServerSettings: Sendable, Equatable {
    /// Certificate and key of a TLS listener.
    package struct TLS: Sendable, Equatable {
        /// Path of the certificate chain, PEM, leaf first.
        package let certificate: String
        /// Path of the private key, PEM.
        package let key: String
    }

    /// At least one; none twice.
    package let listen: [ListenAddress]
    /// `nil` for plain HTTP.
    package let tls: TLS?
    /// Event loops, at least one; `nil` for one per processor core.
    package let threads: Int?
    package let maxConnections: Int
    package let maxConnectionsPerPeer: Int
    package let headTimeoutMilliseconds: Int64
    package let bodyTimeoutMilliseconds: Int64
    package let idleTimeoutMilliseconds: Int64
}
