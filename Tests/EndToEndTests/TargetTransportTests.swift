import Glibc
import Testing

/// The ways to a target beside plain HTTP, each to a real server.
@Suite struct TargetTransportTests {
    /// An authority, a certificate for `app.internal` and 127.0.0.1, one for another name, and one of a client.
    private static func makeCertificates(_ stage: Stage) throws {
        _ = try stage.shell(
            """
            new="openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
            $new -x509 -subj "/CN=Test authority" -keyout ca.key -out ca.pem
            issue() {
                $new -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
                openssl x509 -req -days 2 -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -out "$1.pem" \\
                    -extfile <(echo "subjectAltName=$2")
            }
            issue app.internal DNS:app.internal
            issue address IP:127.0.0.1
            issue gateway-client DNS:gateway-client
            """
        )
    }

    private func deliver(
        _ stage: Stage,
        to target: GatewayFile.Target,
        _ receiver: Receiver
    ) throws -> (entry: Receiver.Entry, gateway: GatewayProcess) {
        var file = GatewayFile([])
        file.targets = [target]
        let gateway = try GatewayProcess(stage, file)
        #expect(try stage.post(.message("m1"), to: gateway).outcome == "accepted")
        return (try receiver.entries(count: 1)[0], gateway)
    }

    @Test func privateAuthorityAndClientCertificateAreUsed() throws {
        try Stage.run { stage in
            try Self.makeCertificates(stage)
            let folder = stage.folder
            let receiver = try Receiver(
                stage,
                environment: [
                    "TLS_CERT": "\(folder)/address.pem", "TLS_KEY": "\(folder)/address.key",
                    "TLS_CLIENT_CA": "\(folder)/ca.pem",
                ]
            )
            var target = GatewayFile.Target(name: "one", url: "https://127.0.0.1:\(receiver.port)/webhooks")
            target.lines = [
                #"tls = { ca = "\#(folder)/ca.pem", certificate = "\#(folder)/gateway-client.pem", "#
                    + #"key = "\#(folder)/gateway-client.key", min_version = "1.3" }"#
            ]
            let (entry, _) = try self.deliver(stage, to: target, receiver)
            #expect(entry.proof == "valid")
            #expect(entry.headers["seen-client"] == "gateway-client")
            #expect(entry.headers["seen-version"] == "TLSv1.3")
        }
    }

    @Test func serverNameIsWhatTheCertificateMustCarry() throws {
        try Stage.run { stage in
            try Self.makeCertificates(stage)
            let folder = stage.folder
            let receiver = try Receiver(
                stage,
                environment: ["TLS_CERT": "\(folder)/app.internal.pem", "TLS_KEY": "\(folder)/app.internal.key"]
            )
            let url = "https://127.0.0.1:\(receiver.port)/webhooks"
            var target = GatewayFile.Target(name: "one", url: url)
            target.lines = [#"tls = { ca = "\#(folder)/ca.pem", server_name = "app.internal" }"#]
            let (entry, _) = try self.deliver(stage, to: target, receiver)
            #expect(entry.proof == "valid")
            #expect(entry.headers["host"] == "127.0.0.1:\(receiver.port)")
        }
    }

    @Test func certificateOfAnotherNameOrAuthorityIsNotBelieved() throws {
        try Stage.run { stage in
            try Self.makeCertificates(stage)
            let folder = stage.folder
            let receiver = try Receiver(
                stage,
                environment: ["TLS_CERT": "\(folder)/app.internal.pem", "TLS_KEY": "\(folder)/app.internal.key"]
            )
            let url = "https://127.0.0.1:\(receiver.port)/webhooks"
            var file = GatewayFile([])
            var otherName = GatewayFile.Target(name: "name", url: url)
            otherName.lines = [#"tls = { ca = "\#(folder)/ca.pem" }"#]
            var otherAuthority = GatewayFile.Target(name: "authority", url: url)
            otherAuthority.lines = [#"tls = { server_name = "app.internal" }"#]
            file.targets = [otherName, otherAuthority]
            let gateway = try GatewayProcess(stage, file)
            _ = try stage.post(.message("m1"), to: gateway)
            for name in ["name", "authority"] {
                try eventually("target \(name) fails by TLS") {
                    try gateway.metric("hookgate_attempts_failed_total", label: #"target="\#(name)",error="tls""#) >= 2
                }
            }
            #expect(try receiver.entries().isEmpty)
        }
    }

    @Test func http2IsSpokenWhereTheTargetOffersIt() throws {
        try Stage.run { stage in
            try Self.makeCertificates(stage)
            let folder = stage.folder
            let receiver = try Receiver(
                stage,
                .secure,
                environment: ["TLS_CERT": "\(folder)/address.pem", "TLS_KEY": "\(folder)/address.key"]
            )
            var target = GatewayFile.Target(name: "one", url: "https://127.0.0.1:\(receiver.port)/webhooks?a=1")
            target.lines = [#"tls = { ca = "\#(folder)/ca.pem" }"#]
            let (entry, gateway) = try self.deliver(stage, to: target, receiver)
            #expect(entry.proof == "valid")
            #expect(entry.path == "/webhooks?a=1")
            #expect(entry.headers["seen-version"] == "2.0")
            _ = try stage.post((2...20).map { Webhook.message("m\($0)") }, to: gateway)
            #expect(Set(try receiver.entries(count: 20).map(\.body)).count == 20)
        }
    }

    @Test func unixSocketIsReached() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage, environment: ["SOCKET": "\(stage.folder)/app.sock"])
            try eventually("the socket is there") { access("\(stage.folder)/app.sock", W_OK) == 0 }
            let socket = "\(stage.folder)/app.sock".replacing("/", with: "%2F")
            let target = GatewayFile.Target(name: "one", url: "http+unix://\(socket)/webhooks?a=1")
            let (entry, _) = try self.deliver(stage, to: target, receiver)
            #expect(entry.proof == "valid")
            #expect(entry.path == "/webhooks?a=1")
            #expect(entry.headers["host"] == "localhost")
        }
    }

    @Test(arguments: [false, true])
    func forwardProxyIsTaken(isSecure: Bool) throws {
        try Stage.run { stage in
            try Self.makeCertificates(stage)
            let folder = stage.folder
            let proxy = try Ports.free()
            let log = "\(folder)/proxy.log"
            try File.write(
                "\(folder)/proxy.conf",
                """
                Port \(proxy)
                Listen 127.0.0.1
                Timeout 60
                LogFile "\(log)"
                LogLevel Connect
                MaxClients 20
                Allow 127.0.0.1

                """
            )
            _ = try stage.start(["tinyproxy", "-d", "-c", "\(folder)/proxy.conf"], name: "proxy")
            try eventually("the proxy listens") { (try? LocalSocket(port: proxy)) != nil }
            let environment =
                isSecure ? ["TLS_CERT": "\(folder)/address.pem", "TLS_KEY": "\(folder)/address.key"] : [:]
            let receiver = try Receiver(stage, environment: environment)
            let scheme = isSecure ? "https" : "http"
            var target = GatewayFile.Target(name: "one", url: "\(scheme)://127.0.0.1:\(receiver.port)/webhooks")
            target.lines = [#"proxy = "http://127.0.0.1:\#(proxy)""#]
            if isSecure { target.lines.append(#"tls = { ca = "\#(folder)/ca.pem" }"#) }
            let (entry, _) = try self.deliver(stage, to: target, receiver)
            #expect(entry.proof == "valid")
            let wanted =
                isSecure ? "CONNECT 127.0.0.1:\(receiver.port)" : "POST http://127.0.0.1:\(receiver.port)/webhooks"
            #expect(File.read(log).contains(wanted), "\(File.read(log))")
        }
    }
}
