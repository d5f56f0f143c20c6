/// Why the gateway cannot listen for senders.
package struct InboundError: Error, Sendable, Equatable {
    /// The closed list of causes.
    package enum Code: String, Sendable, CaseIterable {
        /// Another program listens there.
        case addressInUse = "address_in_use"
        /// The address does not exist on this machine, or may not be used.
        case addressUnavailable = "address_unavailable"
        /// The certificate file cannot be read, or holds none.
        case badCertificate = "bad_certificate"
        /// The key file cannot be read, or holds none.
        case badKey = "bad_key"
        /// Certificate and key are good files and do not belong together, or TLS cannot be set up with them.
        case badTLS = "bad_tls"
        /// What was asked for makes no sense (no address to listen on, two sources on one path).
        case badConfiguration = "bad_configuration"
    }

    package let code: Code
    /// What was tried, why it cannot work, and what to do.
    package let message: String
    /// What the library below said.
    package let cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension InboundError: CustomStringConvertible {
    package var description: String {
        self.cause.map { "\(self.message) (\($0))" } ?? self.message
    }
}
