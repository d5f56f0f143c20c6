/// Where the operator's listener is, and whom it lets in.
package struct AdminConfiguration: Sendable {
    package let host: String
    package let port: Int
    /// Values of `Host` without the port that are answered; anything else is a rebinding attack or a mistake.
    package let hostNames: Set<String>
    /// Compares a presented token in constant time; `nil` where none is configured.
    package let isTokenValid: (@Sendable (String) -> Bool)?

    /// Names that are always answered.
    package static let loopbackNames: Set<String> = ["127.0.0.1", "[::1]", "localhost"]

    package init(
        host: String,
        port: Int,
        additionalHostNames: [String],
        isTokenValid: (@Sendable (String) -> Bool)?
    ) {
        self.host = host
        self.port = port
        self.hostNames = Self.loopbackNames.union(additionalHostNames.map { $0.lowercased() })
        self.isTokenValid = isTokenValid
    }
}

/// The address that the operator's listener took.
package struct AdminAddress: Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    package var description: String {
        self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }
}

/// The version that is shown everywhere.
package enum GatewayVersion {
    package static let current = "0.1.0"
}
