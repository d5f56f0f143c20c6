import Events

extension SettingsReader {
    /// Reads an absolute `http` or `https` URL (RFC 3986 §3 and RFC 9110 §4.2).
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
        guard scheme == "http" || scheme == "https" else {
            return refuse("has the scheme \(Quoted.text(scheme)), and a target is reached by http or https")
        }
        guard !parts[1].contains("#") else { return refuse("has a fragment, which is never sent", "remove the # part") }
        let authority = parts[1].prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            return refuse(
                "has a user or password in it, which logs would show",
                "remove it, and write headers = { Authorization = \"env:NAME\" }"
            )
        }
        guard let (host, port) = Self.hostAndPort(authority) else {
            return refuse("has no host that could be reached, or a port that is not from 1 to 65535")
        }
        return TargetURL(
            text: text,
            isSecure: scheme == "https",
            host: host,
            port: port ?? (scheme == "https" ? 443 : 80)
        )
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
