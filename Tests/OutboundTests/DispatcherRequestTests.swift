import Events
import GatewayTesting
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct DispatcherRequestTests {
    private func withBench(
        _ stub: StubTarget,
        _ egress: EgressKind,
        change: (inout TargetConfiguration) -> Void = { _ in },
        _ body: (DispatcherBench) async throws -> Void
    ) async throws {
        let bench = try DispatcherBench(
            [DispatcherBench.target(1, url: stub.url("/in?x=1"), change: change)],
            through: egress
        )
        try await body(bench)
        await bench.stop()
        stub.stop()
    }

    @Test(arguments: EgressKind.allCases)
    func requestCarriesWhatTheProductPromises(egress: EgressKind) async throws {
        let stub = StubTarget()
        try await self.withBench(stub, egress) { bench in
            let id = bench.accept(bench.content(#"{ "event" : "a" }"#, normalized: #"{"event":"a"}"#))
            let request = await stub.nextRequest()
            #expect(request.method == "POST")
            #expect(request.target == "/in?x=1")
            #expect(String(decoding: request.body, as: UTF8.self) == #"{"event":"a"}"#)
            #expect(request.value("Content-Type") == "application/json")
            #expect(request.value("Content-Length") == "13")
            #expect(request.value("User-Agent") == "hookgate/test")
            #expect(request.value("Host") == "127.0.0.1:\(stub.port)")
            #expect(request.value("Hookgate-Event-Id") == id.description)
            #expect(request.value("Hookgate-Event") == "message.received")
            #expect(request.value("Hookgate-Source") == "cube")
            #expect(request.value("Hookgate-Attempt") == "1")
            #expect(request.value("Idempotency-Key") == "\(id).target-1")
            let trace = Array((request.value("traceparent") ?? "").utf8)
            #expect(trace.withUnsafeBytes { TraceParent.isValid($0) })
            #expect(Set(request.headers.map { $0.name.lowercased() }).count == request.headers.count)
            #expect(request.values("Expect") == [])
            #expect(request.values("Accept") == [])
            let record = await bench.backlog.nextRecord()
            #expect(record.state == .delivered)
            #expect(record.status == 200)
            #expect(record.attempts == 1)
            #expect(record.firstAttemptAt == bench.clock.now())
            #expect(record.response == nil)
        }
    }

    @Test(arguments: EgressKind.allCases)
    func structuredCloudEventIsOneDocumentAroundTheBody(egress: EgressKind) async throws {
        let stub = StubTarget()
        try await self.withBench(stub, egress, change: { $0.format = .cloudEvents }) { bench in
            let name = #"order "new" \ é"#
            let id = bench.accept(bench.content(#"{ "a" : 1.0 }"#, name: name, normalized: #"{"a":1}"#))
            let request = await stub.nextRequest()
            #expect(request.value("Content-Type") == "application/cloudevents+json; charset=UTF-8")
            let time = bench.clock.now().rfc3339
            let expected =
                #"{"specversion":"1.0","id":"\#(id)","source":"cube","type":"order \"new\" \\ é","time":"\#(time)","#
                + #""datacontenttype":"application/json","data":{"a":1}}"#
            #expect(String(decoding: request.body, as: UTF8.self) == expected)
            #expect((await bench.backlog.nextRecord()).state == .delivered)
        }
    }

    @Test(arguments: EgressKind.allCases)
    func binaryCloudEventSaysItInHeaders(egress: EgressKind) async throws {
        let stub = StubTarget()
        let change: (inout TargetConfiguration) -> Void = { target in
            target.format = .cloudEventsBinary
            target.forwardHeaders = ["ce-type", "x-kept"]
            target.headers = [("Ce-Source", "somebody else")]
        }
        try await self.withBench(stub, egress, change: change) { bench in
            let headers = [(name: "ce-type", value: "of the sender"), (name: "x-kept", value: "yes")]
            let id = bench.accept(bench.content(#"{"a":1}"#, name: #"order "é"%"#, headers: headers))
            let request = await stub.nextRequest()
            #expect(request.value("Content-Type") == "application/json")
            #expect(request.values("ce-specversion") == ["1.0"])
            #expect(request.values("ce-id") == [id.description])
            #expect(request.values("ce-source") == ["cube"])
            #expect(request.values("ce-type") == ["order%20%22%C3%A9%22%25"])
            #expect(request.values("ce-time") == [bench.clock.now().rfc3339])
            #expect(request.value("x-kept") == "yes")
            #expect(String(decoding: request.body, as: UTF8.self) == #"{"a":1}"#)
            #expect((await bench.backlog.nextRecord()).state == .delivered)
        }
    }

    @Test(arguments: EgressKind.allCases)
    func largeAndEmptyBodiesArriveWhole(egress: EgressKind) async throws {
        let stub = StubTarget()
        try await self.withBench(stub, egress, change: { $0.format = .raw }) { bench in
            let large = String(repeating: "0123456789abcdef", count: 40_000)
            bench.accept(bench.content(large))
            #expect(String(decoding: (await stub.nextRequest()).body, as: UTF8.self) == large)
            #expect(await bench.backlog.nextRecord().state == .delivered)
            bench.accept(bench.content(""))
            let request = await stub.nextRequest()
            #expect(request.body == [])
            #expect(request.value("Content-Length") == "0")
            #expect(await bench.backlog.nextRecord().state == .delivered)
        }
    }

    @Test(arguments: EgressKind.allCases)
    func rawFormatPassesBytesAndTypeAsReceived(egress: EgressKind) async throws {
        let stub = StubTarget()
        try await self.withBench(stub, egress, change: { $0.format = .raw }) { bench in
            let headers = [(name: "Content-Type", value: "text/weird; a=b")]
            bench.accept(bench.content("{ }", normalized: "{}", headers: headers))
            let typed = await stub.nextRequest()
            #expect(typed.value("Content-Type") == "text/weird; a=b")
            #expect(String(decoding: typed.body, as: UTF8.self) == "{ }")
            bench.accept(bench.content("{ }", normalized: "{}"))
            #expect((await stub.nextRequest()).value("Content-Type") == "application/octet-stream")
            _ = await bench.backlog.nextRecords(2)
        }
    }

    @Test(arguments: EgressKind.allCases)
    func chosenHeadersPassAndPrivateOnesNever(egress: EgressKind) async throws {
        let stub = StubTarget()
        let change: (inout TargetConfiguration) -> Void = { target in
            target.forwardHeaders = ["X-Tenant", "Cookie", "Authorization", "Connection", "Host", "X-Absent"]
            target.headers = [
                ("X-Fixed", "one"), ("X-Empty", ""), ("Hookgate-Attempt", "9"), ("Authorization", "Bearer t"),
            ]
        }
        try await self.withBench(stub, egress, change: change) { bench in
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            bench.accept(
                bench.content(headers: [
                    ("x-tenant", "42\r\nX-Smuggled: 1"), ("cookie", "secret"), ("authorization", "Basic secret"),
                    ("connection", "close"), ("host", "evil"), ("x-other", "no"), ("traceparent", trace),
                ])
            )
            let request = await stub.nextRequest()
            #expect(request.value("X-Tenant") == "42  X-Smuggled: 1")
            #expect(request.value("X-Fixed") == "one")
            #expect(request.value("X-Empty") == "")
            #expect(request.value("Authorization") == "Bearer t")
            #expect(request.value("Hookgate-Attempt") == "1")
            #expect(request.value("traceparent") == trace)
            for absent in ["Cookie", "Connection", "X-Other", "X-Absent", "X-Smuggled"] {
                #expect(request.values(absent) == [], "\(absent) must not be sent")
            }
            _ = await bench.backlog.nextRecord()
        }
    }

    @Test(arguments: EgressKind.allCases)
    func eventNameIsPercentEncodedWhereNeeded(egress: EgressKind) async throws {
        let stub = StubTarget()
        try await self.withBench(stub, egress) { bench in
            bench.accept(bench.content(name: "a b/é%"))
            #expect((await stub.nextRequest()).value("Hookgate-Event") == "a%20b/%C3%A9%25")
            _ = await bench.backlog.nextRecord()
        }
    }

    @Test(arguments: EgressKind.allCases)
    func connectionsAreKept(egress: EgressKind) async throws {
        let stub = StubTarget()
        try await self.withBench(stub, egress, change: { $0.concurrency = 2 }) { bench in
            for _ in 0..<50 { bench.accept() }
            #expect(await bench.backlog.nextRecords(50).allSatisfy { $0.state == .delivered })
            #expect(stub.connections <= 2)
        }
    }

    @Test(arguments: EgressKind.allCases)
    func targetThatClosesKeptConnectionsCostsNoAttempt(egress: EgressKind) async throws {
        let stub = StubTarget(otherwise: StubAnswer(conduct: .answerAndClose))
        try await self.withBench(stub, egress, change: { $0.concurrency = 1 }) { bench in
            for _ in 0..<10 { bench.accept() }
            let records = await bench.backlog.nextRecords(10)
            #expect(records.allSatisfy { $0.state == .delivered && $0.attempts == 1 })
        }
    }

    /// The target closes without a word after each answer: what is sent into a closed connection goes out again.
    @Test(arguments: EgressKind.allCases)
    func staleConnectionCostsNoAttempt(egress: EgressKind) async throws {
        let silent = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
        let stub = StubTarget(otherwise: StubAnswer(conduct: .bytes(silent)))
        try await self.withBench(stub, egress, change: { $0.concurrency = 1 }) { bench in
            for _ in 0..<50 { bench.accept() }
            let records = await bench.backlog.nextRecords(50)
            #expect(records.allSatisfy { $0.state == .delivered && $0.attempts == 1 })
        }
    }
}
