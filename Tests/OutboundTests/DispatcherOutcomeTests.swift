import Events
import GatewayTesting
import Telemetry
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct DispatcherOutcomeTests {
    private func record(
        of answer: StubAnswer,
        through egress: EgressKind,
        change: (inout TargetConfiguration) -> Void = { _ in }
    ) async throws -> (record: DeliveryRecord, now: Timestamp) {
        let stub = StubTarget(otherwise: answer)
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url(), change: change)], through: egress)
        bench.accept()
        let record = await bench.backlog.nextRecord()
        await bench.stop()
        stub.stop()
        return (record, bench.clock.now())
    }

    @Test(arguments: [200, 201, 204, 299], EgressKind.allCases)
    func success(status: Int, egress: EgressKind) async throws {
        let body = status == 204 ? [] : Array("x".utf8)
        let (record, _) = try await self.record(of: StubAnswer(status: status, body: body), through: egress)
        #expect(record.state == .delivered)
        #expect(record.status == status)
        #expect(record.error == nil)
    }

    @Test(arguments: [400, 401, 404, 429, 500, 503], EgressKind.allCases)
    func otherStatusIsRetriedAfterTenSeconds(status: Int, egress: EgressKind) async throws {
        let (record, now) = try await self.record(
            of: StubAnswer(status: status, body: Array("why".utf8)),
            through: egress
        )
        #expect(record.state == .retrying(due: now.advanced(byMilliseconds: 10_000)))
        #expect(record.status == status)
        #expect(record.error == .status)
        #expect(record.response == Array("why".utf8))
    }

    @Test(arguments: EgressKind.allCases)
    func redirectIsAnErrorAndNotFollowed(egress: EgressKind) async throws {
        let other = StubTarget()
        let (record, _) = try await self.record(
            of: StubAnswer(status: 307, headers: [("Location", other.url())], body: []),
            through: egress
        )
        #expect(record.error == .redirect)
        #expect(record.status == 307)
        #expect(other.requests.isEmpty)
        other.stop()
    }

    @Test(arguments: EgressKind.allCases)
    func statusThatTheListLeavesOutIsDead(egress: EgressKind) async throws {
        let list = try StatusList("500-599")
        let (record, _) = try await self.record(
            of: StubAnswer(status: 404),
            through: egress,
            change: { $0.retryOn = list }
        )
        #expect(record.state == .dead(.refused))
    }

    @Test(arguments: [("120", 120), ("3", 10), ("99999999999999", 3_600), ("soon", 10)], EgressKind.allCases)
    func retryAfterIsHonouredWithinBounds(asked: (value: String, seconds: Int64), egress: EgressKind) async throws {
        let (record, now) = try await self.record(
            of: StubAnswer(status: 503, headers: [("Retry-After", asked.value)]),
            through: egress
        )
        #expect(record.state == .retrying(due: now.advanced(byMilliseconds: asked.seconds * 1_000)))
    }

    @Test(arguments: EgressKind.allCases)
    func longAnswerOfSuccessIsCutAndCounts(egress: EgressKind) async throws {
        let body = [UInt8](repeating: 0x61, count: 5 * 1024 * 1024)
        let (record, _) = try await self.record(of: StubAnswer(status: 200, body: body), through: egress)
        #expect(record.state == .delivered)
        #expect(record.response == nil)
    }

    @Test(arguments: EgressKind.allCases)
    func longAnswerOfFailureKeepsFourKibibytes(egress: EgressKind) async throws {
        let body = [UInt8](repeating: 0x61, count: 1024 * 1024)
        let (record, _) = try await self.record(of: StubAnswer(status: 500, body: body), through: egress)
        #expect(record.error == .status)
        #expect(record.status == 500)
        #expect(record.response?.count == Limits.responseKeptBytesMax)
    }

    @Test(arguments: EgressKind.allCases)
    func targetThatHangsIsATimeout(egress: EgressKind) async throws {
        let (record, now) = try await self.record(
            of: StubAnswer(conduct: .hang),
            through: egress,
            change: { $0.attemptTimeoutMilliseconds = 150 }
        )
        #expect(record.error == .timeout)
        #expect(record.status == 0)
        #expect(record.durationMilliseconds >= 140)
        #expect(record.state == .retrying(due: now.advanced(byMilliseconds: 10_000)))
    }

    @Test(arguments: EgressKind.allCases)
    func answerThatStopsHalfwayIsATimeout(egress: EgressKind) async throws {
        let half = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)
        let answer = StubAnswer(conduct: .pieces([half], pauseMilliseconds: 0))
        let (record, _) = try await self.record(
            of: answer,
            through: egress,
            change: { $0.attemptTimeoutMilliseconds = 150 }
        )
        #expect(record.error == .timeout)
    }

    @Test(arguments: EgressKind.allCases)
    func brokenConnectionIsAReset(egress: EgressKind) async throws {
        #expect(try await self.record(of: StubAnswer(conduct: .reset), through: egress).record.error == .reset)
        #expect(try await self.record(of: StubAnswer(conduct: .close), through: egress).record.error == .reset)
        let half = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)
        #expect(try await self.record(of: StubAnswer(conduct: .bytes(half)), through: egress).record.error == .reset)
    }

    @Test(arguments: EgressKind.allCases)
    func answerThatIsNoHTTPIsMalformed(egress: EgressKind) async throws {
        let banner = Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)
        let (record, _) = try await self.record(of: StubAnswer(conduct: .bytes(banner)), through: egress)
        #expect(record.error == .malformedResponse)
        #expect(record.detail?.isEmpty == false)
    }

    @Test(
        arguments: [
            ("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
            ("until the end", "HTTP/1.1 200 OK\r\n\r\nabc"),
            ("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"),
            ("interim first", "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"),
            ("no reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
        ],
        EgressKind.allCases
    )
    func everyFormOfAnswerIsUnderstood(answer: (form: String, bytes: String), egress: EgressKind) async throws {
        let (record, _) = try await self.record(
            of: StubAnswer(conduct: .bytes(Array(answer.bytes.utf8))),
            through: egress
        )
        #expect(record.state == .delivered, "\(answer.form)")
    }

    @Test(arguments: EgressKind.allCases)
    func refusedConnectionIsAConnectError(egress: EgressKind) async throws {
        let stub = StubTarget()
        let port = stub.port
        stub.stop()
        let bench = try DispatcherBench(
            [DispatcherBench.target(1, url: "http://127.0.0.1:\(port)/")],
            through: egress
        )
        bench.accept()
        let record = await bench.backlog.nextRecord()
        #expect(record.error == .connect)
        #expect(record.detail?.isEmpty == false)
        await bench.stop()
    }

    @Test func nameThatDoesNotResolveIsADNSError() async throws {
        // RFC 6761 §6.4: names under .invalid never resolve.
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: "http://nowhere.invalid/") { $0.connectTimeoutMilliseconds = 5_000 }
        ])
        bench.accept()
        #expect((await bench.backlog.nextRecord()).error == .dns)
        await bench.stop()
    }

    @Test func targetWithoutTLSBehindHTTPSIsATLSError() async throws {
        let stub = StubTarget(otherwise: StubAnswer(conduct: .bytes(Array("HTTP/1.1 400 No\r\n\r\n".utf8))))
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: "https://127.0.0.1:\(stub.port)/") { $0.connectTimeoutMilliseconds = 500 }
        ])
        bench.accept()
        let record = await bench.backlog.nextRecord()
        #expect(record.error == .tls || record.error == .connect)
        await bench.stop()
        stub.stop()
    }

    @Test func numbersFollowTheOutcomes() async throws {
        let stub = StubTarget([StubAnswer(status: 500)])
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url())])
        bench.accept()
        _ = await bench.backlog.nextRecord()
        bench.advance(seconds: 10)
        #expect((await bench.backlog.nextRecord()).state == .delivered)
        await bench.stop()
        let metrics = bench.targets[0].metrics
        #expect(metrics.delivered.value == 1)
        #expect(metrics.retried.value == 1)
        #expect(metrics.failures(.status) == 1)
        #expect(metrics.attemptDuration.snapshot().counts.reduce(0, +) == 2)
        #expect(metrics.endToEnd.snapshot().counts.reduce(0, +) == 1)
        #expect(metrics.backlog.value == 0)
        #expect(metrics.inFlight.value == 0)
        stub.stop()
    }
}
