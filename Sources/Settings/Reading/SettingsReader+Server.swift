import Events

/// `[server]` with the places that errors point to.
struct ServerDraft {
    let settings: ServerSettings
    let listenPlaces: [Place]
}

/// `[admin]` with the place that errors point to.
struct AdminDraft {
    let settings: AdminSettings
    let listenPlace: Place
}

extension SettingsReader {
    func server(_ table: TableReader) -> ServerDraft? {
        var addresses = [ListenAddress(host: "0.0.0.0", port: 8080)]
        var places = [table.place]
        if let texts = table.texts(ServerKeys.listen, max: Limits.listenAddressesMax) {
            let read = texts.compactMap { text in self.address(text, table).map { ($0, text.place) } }
            if texts.isEmpty {
                self.context.report(
                    .badAddress,
                    table.valuePlace(ServerKeys.listen),
                    "[server]: listen names no address, so no event could arrive",
                    fix: "write listen = [\"0.0.0.0:8080\"], or remove the line"
                )
            }
            addresses = read.map(\.0)
            places = read.map(\.1)
        }
        var tls: ServerSettings.TLS?
        if let inner = table.table(ServerKeys.tls) {
            let certificate = inner.path(ServerTLSKeys.certificate)
            let key = inner.path(ServerTLSKeys.key)
            if let certificate, let key { tls = ServerSettings.TLS(certificate: certificate, key: key) }
        }
        let settings = ServerSettings(
            listen: addresses,
            tls: tls,
            threads: table.count(ServerKeys.threads),
            maxConnections: table.number(ServerKeys.maxConnections),
            maxConnectionsPerPeer: table.number(ServerKeys.maxConnectionsPerPeer),
            headTimeoutMilliseconds: table.milliseconds(ServerKeys.headTimeout),
            bodyTimeoutMilliseconds: table.milliseconds(ServerKeys.bodyTimeout),
            idleTimeoutMilliseconds: table.milliseconds(ServerKeys.idleTimeout)
        )
        return ServerDraft(settings: settings, listenPlaces: places)
    }

    func admin(_ table: TableReader) -> AdminDraft? {
        var address: ListenAddress? = ListenAddress(host: "127.0.0.1", port: 8081)
        if let text = table.text(AdminKeys.listen) {
            address = self.address(text, table)
        } else if table.has(AdminKeys.listen) {
            address = nil
        }
        let token = self.token(table, address: address)
        let hosts = (table.texts(AdminKeys.hosts) ?? []).compactMap { text -> String? in
            let host = text.text.lowercased()
            if Self.isHostName(host) || ListenAddress.ipv4(host) != nil || ListenAddress.ipv6(host) != nil {
                return host
            }
            self.context.report(
                .badAddress,
                text.place,
                "[admin]: \(Quoted.text(text.text)) is no host name",
                fix: "write the name alone, without scheme and port, such as \"gateway.internal\""
            )
            return nil
        }
        guard let address else { return nil }
        return AdminDraft(
            settings: AdminSettings(listen: address, token: token, hosts: hosts),
            listenPlace: table.valuePlace(AdminKeys.listen)
        )
    }

    /// The token; on loopback it may be absent.
    private func token(_ table: TableReader, address: ListenAddress?) -> SecretText? {
        let isLoopback = address?.isLoopback ?? true
        let remedy = "`hookgate secret` makes one"
        guard let node = table.node(AdminKeys.token) else {
            if let address, !isLoopback {
                self.context.report(
                    .tokenRequired,
                    table.valuePlace(AdminKeys.listen),
                    "[admin]: listen \(Quoted.text(address.description)) is open to other machines, and there is no token",
                    fix:
                        "add token = \"env:HOOKGATE_ADMIN_TOKEN\" and set the variable (\(remedy)), or listen on 127.0.0.1"
                )
            }
            return nil
        }
        guard case .string(let raw) = node.content else {
            table.refuse(node, AdminKeys.token)
            return nil
        }
        switch self.context.secret(raw, at: node.place, subject: "[admin] token") {
        case .invalid: return nil
        case .notSet(let names):
            if isLoopback {
                self.context.report(
                    .tokenNotSet,
                    node.place,
                    "[admin]: \(Self.unset(names)), so every user of this machine can use the admin listener",
                    fix: "set \(names[0]) (\(remedy)), or remove the line"
                )
            } else {
                self.context.report(
                    .tokenRequired,
                    node.place,
                    "[admin]: listen is open to other machines, and for the token \(Self.unset(names))",
                    fix: "set \(names[0]) (\(remedy)), or listen on 127.0.0.1"
                )
            }
            return nil
        case .found(let token, let isLiteral):
            guard self.isUsable(token, node.place, subject: "[admin] token", isLiteral: isLiteral) else { return nil }
            guard token.revealed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                self.context.report(
                    .badSecret,
                    node.place,
                    "[admin] token: it has characters that no header can carry",
                    fix: "use letters and digits (\(remedy))"
                )
                return nil
            }
            return token
        }
    }

    /// `host:port`.
    private func address(_ text: PlacedText, _ table: TableReader) -> ListenAddress? {
        func refuse(_ reason: String) -> ListenAddress? {
            self.context.report(
                .badAddress,
                text.place,
                "\(table.subject): listen \(Quoted.text(text.text)) \(reason)",
                fix: "write host:port, such as \"127.0.0.1:8081\", \"0.0.0.0:8080\" or \"[::]:8080\""
            )
            return nil
        }
        guard let colon = text.text.lastIndex(of: ":") else { return refuse("has no port") }
        var host = String(text.text[..<colon])
        let digits = text.text[text.text.index(after: colon)...]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard ListenAddress.ipv6(host) != nil else { return refuse("has no IPv6 address in its brackets") }
        } else if host.contains(":") {
            return refuse("has an IPv6 address without brackets")
        } else if host.isEmpty {
            return refuse("has no host")
        } else if ListenAddress.ipv4(host) == nil, !Self.isHostName(host) {
            return refuse("has a host that is neither an address nor a name")
        }
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), port <= 65535
        else { return refuse("has no port from 0 to 65535") }
        return ListenAddress(host: host, port: port)
    }

    /// Labels of letters, digits, hyphens and underscores, apart by dots; a name of digits only would be a mistyped address.
    static func isHostName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard !text.isEmpty, text.utf8.count <= 253, let last = labels.last else { return false }
        let isSound = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                    default: false
                    }
                }
        }
        return isSound && !last.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    static func unset(_ names: [String]) -> String {
        names.count == 1
            ? "the environment variable \(names[0]) is not set or empty"
            : "none of the environment variables \(names.joined(separator: ", ")) is set"
    }
}
