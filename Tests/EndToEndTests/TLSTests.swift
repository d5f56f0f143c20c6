import Testing

@Suite struct TLSTests {
    private static let makeCertificate = """
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \\
            -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout key.pem -out cert.pem 2>/dev/null
        """

    @Test func senderArrivesOverTLS() throws {
        try Stage.run { stage in
            _ = try stage.shell(Self.makeCertificate)
            let receiver = try Receiver(stage)
            var file = GatewayFile([("one", receiver)])
            file.serverLines = [
                #"tls = { certificate = "\#(stage.folder)/cert.pem", key = "\#(stage.folder)/key.pem" }"#
            ]
            let gateway = try GatewayProcess(stage, file)
            let url = "https://127.0.0.1:\(gateway.port)\(GatewayFile.path)"
            let refused = try stage.shell(
                "curl -sS --cacert cert.pem -o /dev/null -w '%{http_code}' --data-binary '{}' \(url)"
            )
            #expect(refused == "401")
            let sent = try stage.hookgate(
                "send",
                "-c",
                gateway.configuration,
                "--url",
                url,
                "--cacert",
                "\(stage.folder)/cert.pem",
                environment: gateway.environment
            )
            #expect(sent.status == 0, "\(sent.all)")
            #expect(try receiver.entries(count: 1).map(\.proof) == ["valid"])
            #expect((try? LocalSocket.get(port: gateway.port, path: "/"))?.status != 200)
        }
    }

    @Test func keyThatDoesNotFitIsToldAtTheStart() throws {
        try Stage.run { stage in
            _ = try stage.shell(Self.makeCertificate + "\nopenssl ecparam -name prime256v1 -genkey -noout -out key.pem")
            let receiver = try Receiver(stage)
            var file = GatewayFile([("one", receiver)])
            file.serverLines = [
                #"tls = { certificate = "\#(stage.folder)/cert.pem", key = "\#(stage.folder)/key.pem" }"#
            ]
            let gateway = try GatewayProcess(stage, file, waiting: false)
            #expect(try gateway.process.wait(seconds: 10) == 1)
            #expect(gateway.log.contains("key.pem") || gateway.log.contains("cert.pem"))
        }
    }
}
