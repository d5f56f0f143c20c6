import Events
import GatewayTesting
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Telemetry
import Testing

@testable import Inbound

/// The listener on real sockets.
@Suite(.timeLimit(.minutes(2)))
struct IngestServerTests {
    let store = FakeStore()
    let sender: TestSender
    let metrics = GatewayMetrics(sources: ["cubeconnect"], targets: [])

    init() throws { self.sender = try TestSender() }

    private func server(
        limits: IngestLimits = IngestLimits(),
        tls: TLSFiles? = nil,
        port: Int = 0,
        eventLoops: Int = 2
    ) throws -> IngestServer {
        try IngestServer(
            configuration: IngestConfiguration(
                listen: [ListenAddress(host: "127.0.0.1", port: port), ListenAddress(host: "127.0.0.1", port: 0)],
                tls: tls,
                sources: [self.sender.source(metrics: self.metrics.sources[0], bodyBytesMax: 100_000)],
                eventLoops: eventLoops,
                limits: limits,
                metrics: self.metrics
            ),
            acceptor: self.store,
            clock: self.sender.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test func allAddressesServe() async throws {
        let server = try self.server()
        let bound = try await server.start()
        #expect(bound.count == 2 && bound[0].port != bound[1].port && bound[0].port > 0)
        for (index, address) in bound.enumerated() {
            let client = TestClient(port: address.port)
            for round in 0..<3 {
                client.send(self.sender.request(TestSender.body("e\(index)-\(round)")))
                #expect(client.answers(1).map(\.status) == [200])
            }
        }
        #expect(self.store.accepted.count == 6)
        await server.drain()
        #expect(self.metrics.connections.value == 0)
    }

    @Test func manyPipelinedRequestsAreAnsweredInOrder() async throws {
        let server = try self.server()
        let port = try await server.start()[0].port
        let client = TestClient(port: port)
        let names = (0..<200).map { "event-\($0)" }
        client.send(names.map { self.sender.request(TestSender.body($0)) }.joined())
        let answers = client.answers(200)
        #expect(answers.count == 200 && answers.allSatisfy { $0.status == 200 })
        #expect(self.store.accepted.map(\.name) == names)
        await server.drain()
    }

    @Test func refusedSenderReadsItsAnswerWhileItStillWrites() async throws {
        let server = try self.server()
        let port = try await server.start()[0].port
        for _ in 0..<20 {
            let client = TestClient(port: port)
            client.send("POST \(TestSender.path) HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n\r\n")
            client.send(String(repeating: "x", count: 50_000))
            let answers = client.answers(1)
            #expect(answers.map(\.status) == [413])
        }
        await server.drain()
    }

    @Test func senderThatClosesItsSideReadsItsAnswer() async throws {
        let server = try self.server()
        let port = try await server.start()[0].port
        let client = TestClient(port: port)
        client.send(self.sender.request(TestSender.body("a")) + self.sender.request(TestSender.body("b")))
        client.closeOutput()
        let text = try #require(client.readToEnd())
        #expect(TestAnswer.statuses(text) == [200, 200])
        await server.drain()
    }

    @Test func deadlinesEndConnectionsOnRealTime() async throws {
        var limits = IngestLimits()
        limits.headDeadlineMilliseconds = 50
        limits.bodyDeadlineMilliseconds = 50
        limits.keepAliveIdleMilliseconds = 50
        limits.lingerMilliseconds = 50
        let server = try self.server(limits: limits)
        let port = try await server.start()[0].port
        let slowHead = TestClient(port: port)
        slowHead.send("POST /")
        #expect(TestAnswer.statuses(try #require(slowHead.readToEnd())) == [408])
        let slowBody = TestClient(port: port)
        slowBody.send("POST \(TestSender.path) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
        #expect(TestAnswer.statuses(try #require(slowBody.readToEnd())) == [408])
        let idle = TestClient(port: port)
        idle.send(self.sender.request())
        #expect(TestAnswer.statuses(try #require(idle.readToEnd())) == [200])
        let silent = TestClient(port: port)
        #expect(silent.readToEnd() == "")
        await server.drain()
    }

    @Test func connectionCapClosesWhatIsTooMuch() async throws {
        var limits = IngestLimits()
        limits.connectionsMax = 1
        let server = try self.server(limits: limits, eventLoops: 1)
        let port = try await server.start()[0].port
        let first = TestClient(port: port)
        first.send(self.sender.request())
        #expect(first.answers(1).map(\.status) == [200])
        let second = TestClient(port: port)
        #expect(second.readToEnd() == "")
        #expect(self.metrics.connectionsRefused.value == 1)
        first.send(self.sender.request())
        #expect(first.answers(1).map(\.status) == [200])
        await server.drain()
    }

    @Test func drainFinishesRequestsAndLetsNobodyIn() async throws {
        let server = try self.server()
        let port = try await server.start()[0].port
        self.store.hold()
        let client = TestClient(port: port)
        let idle = TestClient(port: port)
        client.send(self.sender.request())
        await self.store.untilWaiting()
        async let drained: Void = server.drain()
        #expect(idle.readToEnd() == "")
        self.store.commit()
        let answer = try #require(client.answers(1).first)
        #expect(answer.status == 200 && answer.closes)
        await drained
        let late = TestClient(port: port)
        late.send(self.sender.request())
        #expect(late.answers(1).isEmpty)
        #expect(self.store.accepted.count == 1)
    }

    @Test func drainEndsAfterTheGraceAndLateResultsAreDropped() async throws {
        var limits = IngestLimits()
        limits.shutdownGraceMilliseconds = 50
        let server = try self.server(limits: limits)
        let port = try await server.start()[0].port
        self.store.hold()
        let client = TestClient(port: port)
        client.send(self.sender.request())
        await self.store.untilWaiting()
        await server.drain()
        self.store.commit()
        #expect(client.readToEnd() == "")
        await server.drain()
    }

    @Test func addressInUseIsNamedWithTheRemedy() async throws {
        let server = try self.server()
        let port = try await server.start()[0].port
        let second = try self.server(port: port)
        let error = await #expect(throws: InboundError.self) { try await second.start() }
        #expect(error?.code == .addressInUse)
        #expect(error?.message == "127.0.0.1:\(port) is in use; choose another with PORT= or [server] listen")
        await server.drain()
    }

    @Test func sendersAreServedOverTLS() async throws {
        let files = TLSFiles(
            certificate: TestCertificate.file(TestCertificate.certificate, "cert.pem"),
            key: TestCertificate.file(TestCertificate.key, "key.pem")
        )
        let server = try self.server(tls: files)
        let port = try await server.start()[0].port
        let requests = ["a", "b"].map { self.sender.request(TestSender.body($0)) }.joined()
        let text = try await TLSClient.exchange(requests + "GET / HTTP/1.1\r\n bad\r\n\r\n", port: port)
        #expect(TestAnswer.statuses(text) == [200, 200, 400])
        // Plain text to a TLS port ends the connection, and nothing else.
        let plain = TestClient(port: port)
        plain.send(self.sender.request())
        #expect(plain.readToEnd() != nil)
        #expect(self.store.accepted.count == 2)
        await server.drain()
    }

    @Test(arguments: [
        ("missing", TestCertificate.key, InboundError.Code.badCertificate),
        ("no certificate", TestCertificate.key, .badCertificate),
        (TestCertificate.certificate, "missing", .badKey),
        (TestCertificate.certificate, "no key", .badKey),
        (TestCertificate.certificate, TestCertificate.otherKey, .badTLS),
    ])
    func badFilesAreNamedAtStart(certificate: String, key: String, code: InboundError.Code) throws {
        func path(_ text: String, _ name: String) -> String {
            text == "missing" ? "/nowhere/\(name)" : TestCertificate.file(text, name)
        }
        let files = TLSFiles(certificate: path(certificate, "cert.pem"), key: path(key, "key.pem"))
        let error = #expect(throws: InboundError.self) { try self.server(tls: files) }
        #expect(error?.code == code)
        #expect(error?.message.contains(code == .badKey ? files.key : files.certificate) == true)
    }

    @Test func twoSourcesOnOnePathAreRefused() throws {
        let source = self.sender.source(metrics: self.metrics.sources[0])
        let configuration = IngestConfiguration(
            listen: [ListenAddress(host: "::1", port: 0)],
            sources: [source, source],
            metrics: self.metrics
        )
        let error = #expect(throws: InboundError.self) {
            try IngestServer(configuration: configuration, acceptor: self.store, logger: Logger(label: "test"))
        }
        #expect(error?.code == .badConfiguration)
        #expect(ListenAddress(host: "::1", port: 80).description == "[::1]:80")
    }
}
