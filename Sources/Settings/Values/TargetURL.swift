/// Where a target's requests go: an absolute `http` or `https` URL without user, password and fragment (RFC 3986), or
/// `http+unix` with the percent-encoded path of a socket in place of the host.
package struct TargetURL: Sendable, Hashable {
    /// As written in gateway.conf, variables filled in.
    package let text: String
    /// Whether the scheme is `https`.
    package let isSecure: Bool
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    package let host: String
    /// 1 to 65535; 80 or 443 where the URL names none.
    package let port: Int
    /// The absolute path of a Unix socket; `nil` for TCP.
    package let socket: String?
    /// What is requested: as ``text``, with `http://localhost` in place of a socket.
    package let request: String
}

extension TargetURL: CustomStringConvertible {
    /// Scheme, host and port only: a path or a query may hold a token.
    package var description: String {
        if let socket = self.socket { return "http+unix:\(socket)" }
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(self.isSecure ? "https" : "http")://\(host):\(self.port)"
    }
}
