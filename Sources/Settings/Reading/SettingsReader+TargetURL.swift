import Events

extension SettingsReader {
    /// Reads an absolute `http` or `https` URL (RFC 3986 §3 and RFC 9110 §4.2), or one of a Unix socket.
    ///
    /// Nothing of it but its scheme is ever shown, since a URL may hold a token.
    func targetURL(_ url: PlacedText, _ table: TableReader) -> TargetURL? {
        func refuse(_ problem: String, _ fix: String? = nil) -> TargetURL? {
            self.context.report(
                .badURL,
                url.place,
                "\(table.subject): url \(problem)",
                fix: fix ?? "write \(TargetKeys.url.form.example)"
            )
            return nil
        }
        let text = url.text
        guard !text.isEmpty else { return refuse("is empty") }
        guard !text.hasPrefix("env:"), !text.hasPrefix("file:") else {
            return refuse("begins with env: or file:, which is for secrets", "write url = \"${NAME}\"")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }) else {
            return refuse("has a character that no URL can have", "write it percent-encoded, as %20 for a space")
        }
        guard text.utf8.count <= Limits.targetURLBytesMax else {
            return refuse("is longer than \(Limits.targetURLBytesMax) bytes", "shorten it")
        }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return refuse("has no scheme, such as http://") }
        let scheme = parts[0].lowercased()
        guard ["http", "https", "http+unix"].contains(scheme) else {
            return refuse("has the scheme \(Quoted.text(scheme)), and a target is reached by http, https or http+unix")
        }
        guard !parts[1].contains("#") else { return refuse("has a fragment, which is never sent", "remove the # part") }
        let authority = parts[1].prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            return refuse(
                "has a user or password in it, which logs would show",
                "remove it, and write headers = { Authorization = \"env:NAME\" }"
            )
        }
        if scheme == "http+unix" {
            guard let socket = Self.socketPath(authority) else {
                return refuse(
                    "names no socket: in place of the host stands its absolute path, percent-encoded, at most "
                        + "\(Limits.socketPathBytesMax) bytes",
                    "write a URL such as \"http+unix://%2Frun%2Fapp.sock/webhooks\""
                )
            }
            let request = "http://localhost" + parts[1].dropFirst(authority.count)
            return TargetURL(text: text, isSecure: false, host: "localhost", port: 80, socket: socket, request: request)
        }
        guard let (host, port) = Self.hostAndPort(authority) else {
            return refuse("has no host that could be reached, or a port that is not from 1 to 65535")
        }
        return TargetURL(
            text: text,
            isSecure: scheme == "https",
            host: host,
            port: port ?? (scheme == "https" ? 443 : 80),
            socket: nil,
            request: text
        )
    }

    /// The path of a socket, percent-decoded (RFC 3986 §2.1); `nil` where it is none that could be opened.
    private static func socketPath(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard bytes.first == UInt8(ascii: "/"), !bytes.contains(0), bytes.count <= Limits.socketPathBytesMax else {
            return nil
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Reads the URL of a forward proxy: `http`, a host and a port, nothing else.
    func proxyURL(_ url: PlacedText, _ table: TableReader) -> String? {
        let rest = url.text.dropFirst("http://".count)
        let authority = rest.last == "/" ? rest.dropLast() : rest
        guard url.text.hasPrefix("http://"), !authority.contains("@"), !authority.contains("/"),
            url.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let (_, port) = Self.hostAndPort(authority), port != nil
        else {
            self.context.report(
                .badURL,
                url.place,
                "\(table.subject): proxy is no URL of http, a host and a port",
                fix: "write a URL such as \"http://proxy.internal:3128\", without user and path"
            )
            return nil
        }
        return url.text
    }

    private static func hostAndPort(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        let portStart: Substring.Index?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            let rest = authority[authority.index(after: close)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            portStart = rest.isEmpty ? nil : rest.startIndex
            host = authority[authority.index(after: authority.startIndex)..<close]
            guard ListenAddress.ipv6(String(host)) != nil else { return nil }
        } else {
            portStart = authority.firstIndex(of: ":")
            host = authority[..<(portStart ?? authority.endIndex)]
            // A name may end with a dot: then nothing is appended to it (RFC 3986 §3.2.2).
            let name = String(host.last == "." ? host.dropLast() : host)
            guard ListenAddress.ipv4(name) != nil || Self.isHostName(name) else { return nil }
        }
        if let portStart {
            let digits = authority[authority.index(after: portStart)...]
            guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), (1...65535).contains(number)
            else { return nil }
            port = number
        }
        return (String(host), port)
    }
}
