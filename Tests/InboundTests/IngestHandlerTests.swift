import Events
import GatewayTesting
import Signatures
import Telemetry
import Testing

@testable import Inbound

/// What a request comes to.
struct IngestHandlerTests {
    @Test func newEventIsAcceptedAndItsCopyIsADuplicate() throws {
        let connection = try TestConnection()
        let request = connection.sender.request()
        let first = try #require(TestAnswer.all(connection.send(request))?.first)
        let second = try #require(TestAnswer.all(connection.send(request))?.first)
        #expect(first.status == 200 && first.body.hasPrefix(#"{"status":"accepted","id":"evt_"#))
        #expect(second.status == 200)
        #expect(second.body == first.body.replacing("accepted", with: "duplicate"))
        #expect(!first.closes && connection.isOpen)
        #expect(connection.source.accepted.value == 1)
        #expect(connection.source.duplicates.value == 1)
        #expect(connection.source.acceptLatency.snapshot().counts.reduce(0, +) == 2)
        connection.finish()
    }

    @Test func storedContentIsWhatWasSent() throws {
        let connection = try TestConnection()
        let body = #"{ "event" : "message.received", "timestamp": "2026-03-10T14:30:00+03:00", "u": "a\/b" }"#
        let request = connection.sender.request(body, headers: "X-Kept: 1\r\nAuthorization: secret\r\n")
        #expect(TestAnswer.statuses(connection.send(request)) == [200])
        let content = try #require(connection.store.accepted.first)
        #expect(content.source == SourceID(rawValue: 7))
        #expect(content.name == "message.received")
        #expect(content.rawBody == Array(body.utf8))
        #expect(content.receivedAt == connection.sender.clock.now())
        #expect(content.occurredAt == Timestamp(seconds: 1_773_142_200))
        let normalized = #"{"event":"message.received","timestamp":"2026-03-10T14:30:00+03:00","u":"a/b"}"#
        #expect(content.normalizedBody == Array(normalized.utf8))
        #expect(content.headers.first("x-kept") == "1")
        #expect(content.headers.first("content-type") == "application/json")
        #expect(content.headers.first("authorization") == nil)
        #expect(connection.store.targets == [[TargetID(rawValue: 1)]])
        connection.finish()
    }

    @Test func samePayloadTimeWithAnotherBodyIsAnotherEvent() throws {
        let connection = try TestConnection()
        for index in 0..<200 {
            let body = TestSender.body("message.status_updated", #","message_id":"wamid.\#(index)""#)
            #expect(TestAnswer.statuses(connection.send(connection.sender.request(body))) == [200])
        }
        #expect(connection.store.accepted.count == 200)
        connection.finish()
    }

    @Test func retrySignedAnewIsADuplicate() throws {
        let connection = try TestConnection()
        _ = connection.send(connection.sender.request())
        connection.sender.clock.advance(byMilliseconds: 10_000)
        #expect(connection.send(connection.sender.request()).contains("duplicate"))
        connection.finish()
    }

    @Test func everythingThatDoesNotVerifyReadsTheSame() throws {
        let connection = try TestConnection()
        let good = connection.sender.request()
        let body = TestSender.body("message.received")
        let signature = connection.sender.signature(of: body)
        let bad: [(String, RejectionCause)] = [
            (good.replacing(#""tenant_id":1"#, with: #""tenant_id":2"#), .signatureMismatch),
            (good.replacing("X-Webhook-Signature", with: "X-Other"), .missingSignature),
            (good.replacing("X-Webhook-Timestamp", with: "X-Other"), .missingTimestamp),
            (connection.sender.request(ageMilliseconds: 301_000), .staleTimestamp),
            (connection.sender.request(ageMilliseconds: -301_000), .futureTimestamp),
            (connection.sender.request(headers: connection.sender.signature(of: "other")), .ambiguousHeader),
        ]
        for (request, cause) in bad {
            let answer = try #require(TestAnswer.all(connection.send(request))?.first)
            #expect(answer.status == 401 && answer.body == #"{"error":"Invalid signature"}"#)
            #expect(connection.source.rejections(cause) == 1, "\(cause)")
        }
        // The same value twice says one thing.
        #expect(TestAnswer.statuses(connection.send(connection.sender.request(headers: signature))) == [200])
        #expect(connection.store.accepted.count == 1)
        #expect(connection.isOpen)
        connection.finish()
    }

    @Test(arguments: [
        (#"{"event":"a""#, RejectionCause.invalidJSON), (#"{"event":"a","event":"a"}"#, .invalidJSON),
        (#"{"event":"a"} x"#, .invalidJSON), ("", .invalidJSON), (#"{"tenant":1}"#, .missingEventName),
        (#"[]"#, .missingEventName), (#"{"event":""}"#, .missingEventName), (#"{"event":7}"#, .invalidEventName),
        (#"{"event":null}"#, .invalidEventName), (#"{"event":"a\u0000b"}"#, .invalidEventName),
        (#"{"event":"a\u009fb"}"#, .invalidEventName), (#"{"event":"\ud800"}"#, .invalidEventName),
        (#"{"event":"\#(String(repeating: "x", count: 257))"}"#, .invalidEventName),
    ])
    func provenBodiesThatCannotBeReadAreBadRequests(body: String, cause: RejectionCause) throws {
        let connection = try TestConnection()
        let answer = try #require(TestAnswer.all(connection.send(connection.sender.request(body)))?.first)
        #expect(answer.status == 400)
        #expect(answer.body == #"{"error":"\#(Answer.explanation(cause))"}"#)
        #expect(connection.source.rejections(cause) == 1)
        #expect(connection.store.accepted.isEmpty && connection.isOpen)
        connection.finish()
    }

    @Test func longestNameIsAcceptedAndUnroutedEventsAreCounted() throws {
        let connection = try TestConnection()
        let name = String(repeating: "é", count: 128)
        #expect(connection.send(connection.sender.request(TestSender.body(name))).contains("accepted"))
        #expect(connection.send(connection.sender.request(TestSender.body("lost"))).contains("accepted"))
        #expect(connection.store.accepted.map(\.name) == [name, "lost"])
        #expect(connection.source.unrouted.value == 1)
        connection.finish()
    }

    @Test func routesAreAskedOncePerNameAndTheCacheIsBounded() throws {
        let connection = try TestConnection()
        let asked = Counted()
        let source = connection.sender.source(metrics: connection.source) { name in
            asked.add(name)
            return IngestRoute(targets: [], isUnrouted: false)
        }
        let context = SourceContext(source, namesMax: 3)
        func resolve(_ name: String) throws -> String {
            try Array(name.utf8).withUnsafeBytes { context.resolve($0) }.get().name
        }
        for _ in 0..<3 { #expect(try resolve("a") == "a") }
        #expect(asked.names == ["a"])
        for name in ["b", "c", "d", "a"] { #expect(try resolve(name) == name) }
        #expect(asked.names == ["a", "b", "c", "d", "a"])
        connection.finish()
    }

    @Test func keyPartsThatAreMissingFallBackToTheBody() throws {
        let connection = try TestConnection { sender, metrics in
            sender.source(metrics: metrics, key: [.event, .json("/id"), .header("x-id"), .id])
        }
        func isNew(_ more: String, _ header: String = "") -> Bool {
            connection.send(connection.sender.request(TestSender.body("a", more), headers: header)).contains("accepted")
        }
        #expect(isNew(#","id":1"#, "X-Id: 5\r\n"))
        #expect(isNew(#","id":1,"x":1"#, "X-Id: 5\r\n"), "the scheme has no delivery id, so the body stands in")
        #expect(!isNew(#","id":1,"x":1"#, "X-Id: 5\r\n"))
        #expect(isNew(#","id":1,"x":1"#, "X-Id: 6\r\n"))
        #expect(isNew(#","id":"1""#, "X-Id: 5\r\n"))
        #expect(isNew(#","y":2"#))
        #expect(!isNew(#","y":2"#))
        connection.finish()
    }

    @Test func namesAndTimesComeFromHeadersAndConstantsToo() throws {
        let connection = try TestConnection { sender, metrics in
            var scheme = sender.scheme
            scheme.eventName = .header("x-event")
            scheme.occurredAt = .header("x-time")
            return sender.source(metrics: metrics, scheme: scheme)
        }
        let request = connection.sender.request("[1]", headers: "X-Event: push\r\nX-Time: 1773142200\r\n")
        #expect(TestAnswer.statuses(connection.send(request)) == [200])
        #expect(connection.store.accepted.first?.name == "push")
        #expect(connection.store.accepted.first?.occurredAt == Timestamp(seconds: 1_773_142_200))
        #expect(connection.send(connection.sender.request("[2]")).contains(Answer.explanation(.missingEventName)))
        let two = connection.sender.request("[2]", headers: "X-Event: a\r\nX-Event: b\r\n")
        #expect(TestAnswer.statuses(connection.send(two)) == [401])
        connection.finish()

        let constant = try TestConnection { sender, metrics in
            var scheme = sender.scheme
            scheme.eventName = .constant("fixed")
            return sender.source(metrics: metrics, scheme: scheme)
        }
        #expect(TestAnswer.statuses(constant.send(constant.sender.request("[1]"))) == [200])
        #expect(constant.store.accepted.first?.name == "fixed")
        constant.finish()
    }

    @Test func strangersAreSlowedDownAndTheSenderIsNot() throws {
        var limits = IngestLimits()
        limits.refusalsPerPeerBurst = 3
        limits.refusalsPerPeerPerSecond = 1
        let connection = try TestConnection(limits: limits)
        let bad = connection.sender.request().replacing("message.received", with: "message.rejected")
        let statuses = (0..<5).flatMap { _ in TestAnswer.statuses(connection.send(bad)) }
        #expect(statuses == [401, 401, 401, 429, 429])
        #expect(connection.send(connection.sender.request()).contains("accepted"))
        #expect(connection.source.rejections(.peerRateLimited) == 2)
        connection.sender.clock.advance(byMilliseconds: 1_000)
        #expect(TestAnswer.statuses(connection.send(bad)) == [401])
        connection.finish()
    }
}
