import CShims

/// Where a plain `http://` target listens, if no name has to be resolved for it.
struct LeanAddress: Equatable {
    struct Numeric: Equatable {
        let family: Int32
        let bytes: [UInt8]
    }

    /// In the order in which they are tried.
    let addresses: [Numeric]
    let port: UInt16
    /// What the `Host` header says.
    let host: String
    /// Path and query.
    let target: String

    /// Reads a URL whose host is an address or `localhost` (RFC 6761 §6.3: loopback, and never asked of a resolver).
    ///
    /// - Returns: `nil` for everything else, which is libcurl's to judge.
    init?(url: String) {
        guard url.utf8.starts(with: "http://".utf8), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let rest = url.dropFirst("http://".count)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@"), let (name, port) = Self.split(authority) else { return nil }
        let texts = name.lowercased() == "localhost" ? ["127.0.0.1", "::1"] : [name]
        let addresses = texts.compactMap(Self.numeric)
        guard addresses.count == texts.count else { return nil }
        self.addresses = addresses
        self.port = port
        let isBracketed = authority.first == "["
        let shown = isBracketed ? "[\(name)]" : name
        self.host = port == 80 ? shown : "\(shown):\(port)"
        let target = rest[end...].prefix { $0 != "#" }
        self.target = target.first == "/" ? String(target) : "/\(target)"
    }

    /// The host and the port of an authority (RFC 3986 §3.2).
    private static func split(_ authority: Substring) -> (name: String, port: UInt16)? {
        var name = authority
        var port: Substring = ""
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            name = authority[authority.index(after: authority.startIndex)..<close]
            let rest = authority[authority.index(after: close)...]
            guard rest.isEmpty || rest.first == ":", name.contains(":") else { return nil }
            port = rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            name = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !name.isEmpty else { return nil }
        guard !port.isEmpty else { return (String(name), 80) }
        guard port.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt16(port), number > 0 else {
            return nil
        }
        return (String(name), number)
    }

    private static func numeric(_ text: String) -> Numeric? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let family = hg_numeric_address(text, &bytes)
        return family == 0 ? nil : Numeric(family: family, bytes: bytes)
    }
}
