/// How libcurl is told where to connect and which name a certificate must carry.
///
/// libcurl takes both from the URL. Where the certificate carries another name, the URL gets that name, and
/// `CURLOPT_CONNECT_TO` and the `Host` field say what the target's URL said.
struct CurlPlace: Equatable {
    let url: String
    /// `NAME:PORT:HOST:PORT`, as `CURLOPT_CONNECT_TO` wants it.
    let route: String?
    let hostLine: String?

    /// - Parameters:
    ///   - url: The target's, checked before.
    ///   - serverName: The name in the certificate; `nil` for the host of the URL.
    init(url: String, serverName: String?) {
        guard let serverName, let start = url.firstRange(of: "://")?.upperBound else {
            self.url = url
            self.route = nil
            self.hostLine = nil
            return
        }
        let rest = url[start...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let portStart = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        let host = authority[..<(portStart ?? authority.endIndex)]
        let port = portStart.map { authority[authority.index(after: $0)...] } ?? "443"
        self.url = "\(url[..<start])\(serverName):\(port)\(rest[authority.endIndex...])"
        self.route = "\(serverName):\(port):\(host):\(port)"
        self.hostLine = "Host: \(authority)"
    }
}
