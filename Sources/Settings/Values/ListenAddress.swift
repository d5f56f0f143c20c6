import Glibc

/// Where a listener waits: host and port, as in `0.0.0.0:8080` or `[::]:8080`.
package struct ListenAddress: Sendable, Hashable {
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    package let host: String
    /// 0 to 65535; 0 lets the system choose a free one.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Whether only this machine can connect.
    package var isLoopback: Bool {
        if self.host.lowercased() == "localhost" { return true }
        if let address = Self.ipv4(self.host) { return address[0] == 127 }
        if let address = Self.ipv6(self.host) { return address == [UInt8](repeating: 0, count: 15) + [1] }
        return false
    }

    /// Whether it waits on every address of the machine.
    var isWildcard: Bool {
        if let address = Self.ipv4(self.host) { return address == [0, 0, 0, 0] }
        if let address = Self.ipv6(self.host) { return address.allSatisfy { $0 == 0 } }
        return false
    }

    /// Whether both cannot be bound at once.
    func collides(with other: ListenAddress) -> Bool {
        guard self.port == other.port, self.port != 0 else { return false }
        return self.isWildcard || other.isWildcard || self.host.lowercased() == other.host.lowercased()
    }

    /// The four bytes of an IPv4 address; `nil` where the text is none.
    static func ipv4(_ text: String) -> [UInt8]? {
        var address = in_addr()
        guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
        return withUnsafeBytes(of: &address) { Array($0) }
    }

    /// The sixteen bytes of an IPv6 address; `nil` where the text is none.
    static func ipv6(_ text: String) -> [UInt8]? {
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        return withUnsafeBytes(of: &address) { Array($0) }
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }
}
