/// Where a target's requests go: an absolute `http` or `https` URL without user, password and fragment (RFC 3986).
package struct TargetURL: Sendable, Hashable {
    /// As written in gateway.conf, variables filled in.
    package let text: String
    /// Whether the scheme is `https`.
    package let isSecure: Bool
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    package let host: String
    /// 1 to 65535; 80 or 443 where the URL names none.
    package let port: Int
}

extension TargetURL: CustomStringConvertible {
    /// Scheme, host and port only: a path or a query may hold a token.
    package var description: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(self.isSecure ? "https" : "http")://\(host):\(self.port)"
    }
}
