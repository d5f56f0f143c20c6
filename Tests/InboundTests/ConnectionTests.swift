import Events
import GatewayTesting
import NIOCore
import NIOEmbedded
import Telemetry
import Testing

@testable import Inbound

/// What one connection answers to what is on the wire: limits, order, deadlines and ends.
struct ConnectionTests {
    private static let path = TestSender.path

    private static func head(_ fields: String, method: String = "POST", path: String = Self.path) -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: gateway\r\n\(fields)\r\n"
    }

    @Test(arguments: [
        (Self.head("Content-Length: 2\r\n", path: "/other") + "{}", 404, false),
        (Self.head("", method: "GET", path: "/other"), 404, false),
        (Self.head("", path: Self.path + "/"), 404, false),
        (Self.head("", path: "*"), 404, false),
        (Self.head("", method: "GET"), 405, false),
        (Self.head("", method: "OPTIONS", path: Self.path + "?x=1"), 405, false),
        (Self.head("", method: "CONNECT", path: "gateway:443"), 404, true),
        (Self.head("Content-Encoding: gzip\r\nContent-Length: 2\r\n") + "{}", 415, false),
        (Self.head("Content-Encoding: identity, gzip\r\nContent-Length: 2\r\n") + "{}", 415, false),
        (Self.head("Expect: 200-maybe\r\nContent-Length: 2\r\n") + "{}", 417, false),
        (Self.head("Expect: 100-continue\r\nContent-Length: 1001\r\n"), 413, true),
        (Self.head("Content-Length: 1001\r\n"), 413, true),
        (Self.head("Content-Length: 999999999999999999\r\n"), 413, true),
        (Self.head("Content-Length: 2\r\n", path: "/other"), 404, true),
        (Self.head("Content-Length: 2\r\nContent-Length: 3\r\n") + "{}", 400, true),
        (Self.head("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), 400, true),
        ("\u{16}\u{3}\u{1} hello", 400, true),
        (Self.head("X: \(String(repeating: "x", count: 20_000))\r\n"), 431, true),
        (Self.head((0..<300).map { "X-\($0): 1\r\n" }.joined()), 431, true),
        ("FETCH \(Self.path) HTTP/1.1\r\nHost: a\r\n\r\n", 400, true),
        (Self.head("Content-Length: 2\r\n") + "{}", 401, false),
        (Self.head("Content-Length: 2\r\nContent-Encoding: Identity\r\n") + "{}", 401, false),
        (Self.head("Content-Length: 2\r\nConnection: close\r\n") + "{}", 401, true),
        (Self.head("Content-Length: 2\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n") + "{}", 401, true),
        ("POST \(Self.path) HTTP/1.0\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}", 401, true),
        ("POST http://gateway\(Self.path)?a HTTP/1.1\r\nHost: gateway\r\nContent-Length: 2\r\n\r\n{}", 401, false),
        ("POST HTTPS://gateway HTTP/1.1\r\nHost: gateway\r\nContent-Length: 2\r\n\r\n{}", 404, false),
    ])
    func everyLimitHasItsStatus(request: String, status: Int, closes: Bool) throws {
        let connection = try TestConnection()
        let answers = try #require(TestAnswer.all(connection.send(request)))
        #expect(answers.map(\.status) == [status])
        #expect(answers.first?.closes == closes)
        if status == 405 { #expect(answers.first?.head.contains("\r\nAllow: POST") == true) }
        #expect(connection.store.accepted.isEmpty)
        if !closes {
            #expect(connection.send(connection.sender.request()).contains("accepted"), "the connection goes on")
        }
        connection.finish()
    }

    @Test(arguments: [[], [1], [1, 2, 3], [500]])
    func chunkedBodiesAreTakenUpToTheLimit(chunks: [Int]) throws {
        let connection = try TestConnection()
        let short = connection.sender.chunkedRequest(TestSender.body("a"), chunks: chunks)
        #expect(connection.send(short).contains("accepted"))
        let long = TestSender.body("a", #","x":"\#(String(repeating: "x", count: 1_000))""#)
        let request = connection.sender.chunkedRequest(long, chunks: chunks)
        let answers = try #require(TestAnswer.all(connection.send(request)))
        #expect(answers.map(\.status) == [413])
        #expect(connection.shared.bodies.bytes == 0)
        connection.finish()
    }

    @Test func chunkedBodyIsRefusedAsSoonAsTheLimitIsPassed() throws {
        let connection = try TestConnection()
        _ = connection.send(Self.head("Transfer-Encoding: chunked\r\n"))
        #expect(connection.send("3e8\r\n" + String(repeating: "x", count: 1_000)) == "")
        #expect(connection.shared.bodies.bytes == 1_000)
        let answers = try #require(TestAnswer.all(connection.send("\r\n1\r\nx")))
        #expect(answers.map(\.status) == [413] && answers[0].closes)
        #expect(connection.shared.bodies.bytes == 0)
        connection.finish()
    }

    @Test func expectationIsMetOnlyWhereTheRequestMayProceed() throws {
        let connection = try TestConnection()
        let request = connection.sender.request(headers: "Expect: 100-Continue\r\n")
        let split = try #require(request.ranges(of: "\r\n\r\n").first).upperBound
        #expect(connection.send(String(request[..<split])) == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(connection.send(String(request[split...])).contains("accepted"))
        // Where the body is there already nobody waits for it to be asked for.
        #expect(connection.send(request).hasPrefix("HTTP/1.1 200 OK"))
        // HTTP/1.0 knows no expectations.
        let old = "POST \(Self.path) HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        #expect(connection.send(old) == "")
        #expect(TestAnswer.statuses(connection.send("{}")) == [401])
        connection.finish()
    }

    @Test func pipelinedRequestsAreAnsweredInOrderAndTakenOneByOne() throws {
        let connection = try TestConnection()
        connection.store.hold()
        let requests = ["a", "b", "c"].map { connection.sender.request(TestSender.body($0)) }
        let unknown = Self.head("", path: "/other")
        #expect(connection.send(requests[0] + unknown + requests[1] + requests[2]) == "")
        #expect(connection.store.waiting == 1)
        var statuses: [[Int]] = []
        for _ in 0..<3 {
            connection.store.commit()
            statuses.append(TestAnswer.statuses(connection.read()))
        }
        #expect(statuses == [[200, 404], [200], [200]])
        #expect(connection.store.accepted.map(\.name) == ["a", "b", "c"])
        connection.finish()
    }

    @Test func eventsOfOneTurnOfTheLoopGoToTheStoreTogether() throws {
        let connection = try TestConnection()
        let channels = [connection.channel, try connection.another(), try connection.another()]
        connection.store.hold()
        for (index, channel) in channels.enumerated() {
            _ = try channel.writeInbound(ByteBuffer(string: connection.sender.request(TestSender.body("e\(index)"))))
        }
        #expect(connection.store.submissions == 0)
        connection.eventLoop.run()
        #expect(connection.store.submissions == 1 && connection.store.waiting == 3)
        connection.store.commit()
        for channel in channels { #expect(TestAnswer.statuses(connection.read(on: channel)) == [200]) }
        connection.finish()
    }

    @Test func fullQueueAndFailingStoreAreUnavailableAndNothingIsKept() throws {
        let connection = try TestConnection()
        connection.store.limit(room: 0)
        let request = connection.sender.request()
        let overload = try #require(TestAnswer.all(connection.send(request))?.first)
        #expect(overload.status == 503 && overload.head.contains("\r\nRetry-After: 1"))
        connection.store.limit(room: 1)
        connection.store.fail(.storageUnavailable)
        let failure = try #require(TestAnswer.all(connection.send(request))?.first)
        #expect(failure.status == 503 && failure.head.contains("\r\nRetry-After: "))
        connection.store.fail(nil)
        #expect(connection.send(request).contains("accepted"))
        #expect(connection.source.rejections(.overloaded) == 1)
        #expect(connection.source.rejections(.storageUnavailable) == 1)
        connection.finish()
    }

    @Test func bodiesShareOneBudget() throws {
        var limits = IngestLimits()
        limits.bodiesInFlightBytesMax = 100
        let connection = try TestConnection(limits: limits)
        let other = try connection.another()
        let half = Self.head("Content-Length: 200\r\n") + String(repeating: "x", count: 80)
        #expect(connection.send(half) == "")
        let answers = try #require(TestAnswer.all(connection.send(Array(half.utf8), on: other)))
        #expect(answers.map(\.status) == [503] && answers[0].head.contains("Retry-After: 1"))
        // A body that came in one piece needs no room.
        let third = try connection.another()
        #expect(connection.send(Array(connection.sender.request().utf8), on: third).contains("accepted"))
        _ = try? connection.channel.finish(acceptAlreadyClosed: true)
        #expect(connection.shared.bodies.bytes == 0)
    }

    @Test func lateHeadsAndBodiesAreTimedOutAndSilenceIsNot() throws {
        let connection = try TestConnection()
        connection.advance(milliseconds: 9_000)
        #expect(connection.send("POST ") == "")
        connection.advance(milliseconds: 999)
        #expect(connection.read() == "" && connection.isOpen)
        connection.advance(milliseconds: 1)
        #expect(TestAnswer.statuses(connection.read()) == [408])
        #expect(connection.metrics.unassigned.rejections(.timeout) == 1)

        let second = try connection.another()
        _ = connection.send(Array(Self.head("Content-Length: 9\r\n").utf8), on: second)
        connection.advance(milliseconds: 29_000)
        #expect(connection.send(Array("x".utf8), on: second) == "" && second.isActive)
        connection.advance(milliseconds: 1_000)
        #expect(TestAnswer.statuses(connection.read(on: second)) == [408])
        #expect(connection.source.rejections(.timeout) == 1)

        let silent = try connection.another()
        connection.advance(milliseconds: 10_000)
        #expect(connection.read(on: silent) == "" && !silent.isActive)
    }

    @Test func idleConnectionsAreClosedQuietlyAndANewHeadStartsItsOwnDeadline() throws {
        let connection = try TestConnection()
        #expect(connection.send(connection.sender.request()).contains("accepted"))
        connection.advance(milliseconds: 74_000)
        #expect(connection.isOpen)
        #expect(connection.send(connection.sender.request()).contains("duplicate"))
        connection.advance(milliseconds: 74_999)
        #expect(connection.isOpen)
        connection.advance(milliseconds: 1)
        #expect(!connection.isOpen && connection.read() == "")

        let second = try connection.another()
        #expect(connection.send(Array(connection.sender.request().utf8), on: second).contains("duplicate"))
        connection.advance(milliseconds: 30_000)
        _ = connection.send(Array("POST /".utf8), on: second)
        connection.advance(milliseconds: 9_999)
        #expect(second.isActive)
        connection.advance(milliseconds: 1)
        #expect(TestAnswer.statuses(connection.read(on: second)) == [408])
    }

    @Test func slowCommitIsWaitedForWithoutADeadline() throws {
        let connection = try TestConnection()
        connection.store.hold()
        #expect(connection.send(connection.sender.request()) == "")
        connection.advance(milliseconds: 600_000)
        connection.store.commit()
        #expect(connection.read().contains("accepted") && connection.isOpen)
        connection.finish()
    }

    @Test func restOfARefusedRequestIsReadForAWhileAndThenCutOff() throws {
        let connection = try TestConnection()
        let head = Self.head("Content-Length: 900000\r\n")
        #expect(TestAnswer.statuses(connection.send(head)) == [413])
        #expect(connection.isOpen)
        #expect(connection.send([UInt8](repeating: 0x78, count: 60_000)) == "" && connection.isOpen)
        _ = connection.send([UInt8](repeating: 0x78, count: 6_000))
        #expect(!connection.isOpen)

        let second = try connection.another()
        _ = connection.send(Array(head.utf8), on: second)
        connection.advance(milliseconds: 2_000)
        #expect(!second.isActive)
    }

    @Test func senderThatClosesItsSideStillReadsItsAnswer() throws {
        let connection = try TestConnection()
        connection.store.hold()
        #expect(connection.send(connection.sender.request()) == "")
        connection.closeInput()
        #expect(connection.isOpen)
        connection.store.commit()
        let answer = try #require(TestAnswer.all(connection.read())?.first)
        #expect(answer.status == 200 && answer.closes)
        #expect(!connection.isOpen)

        let second = try connection.another()
        second.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        connection.eventLoop.run()
        #expect(!second.isActive)
    }

    @Test func answerOfAClosedConnectionIsCountedAndLetGo() throws {
        let connection = try TestConnection()
        connection.store.hold()
        _ = connection.send(connection.sender.request())
        connection.finish()
        connection.store.commit()
        connection.eventLoop.run()
        #expect(connection.source.accepted.value == 1)
        #expect(connection.metrics.connections.value == 0)
    }

    @Test func requestThatIsCutOffIsForgotten() throws {
        let connection = try TestConnection()
        _ = connection.send(Self.head("Content-Length: 9\r\n") + "12")
        _ = connection.send(Array(Self.head("Transfer-Encoding: chunked\r\n").utf8), on: try connection.another())
        #expect(connection.shared.bodies.bytes == 2)
        connection.finish()
        #expect(connection.shared.bodies.bytes == 0)
        #expect(RejectionCause.allCases.allSatisfy { connection.source.rejections($0) == 0 })
        #expect(connection.read() == "")
    }

    @Test func capsRefuseConnectionsByClosingThem() throws {
        var limits = IngestLimits()
        limits.connectionsPerPeerMax = 2
        let connection = try TestConnection(limits: limits)
        let second = try connection.another()
        let third = try connection.another()
        connection.eventLoop.run()
        #expect(second.isActive && !third.isActive)
        #expect(connection.metrics.connectionsRefused.value == 1)
        #expect(connection.metrics.connections.value == 2)
        _ = try second.finish(acceptAlreadyClosed: true)
        #expect(try connection.another().isActive)
    }

    @Test func drainEndsIdleConnectionsAndFinishesRequests() throws {
        let connection = try TestConnection()
        let idle = try connection.another()
        let receiving = try connection.another()
        connection.store.hold()
        #expect(connection.send(connection.sender.request()) == "")
        let request = Array(connection.sender.request(TestSender.body("b")).utf8)
        _ = connection.send(Array(request[..<30]), on: receiving)
        var isEmpty = false
        connection.shared.startDraining()
        connection.loop.drain { isEmpty = true }
        connection.eventLoop.run()
        #expect(!idle.isActive && connection.isOpen && receiving.isActive && !isEmpty)
        _ = connection.send(Array(request[30...]), on: receiving)
        connection.store.commit()
        for channel in [connection.channel, receiving] {
            let answer = try #require(TestAnswer.all(connection.read(on: channel))?.first)
            #expect(answer.status == 200 && answer.closes)
            #expect(!channel.isActive)
        }
        #expect(isEmpty)
    }

    @Test func whatIsLeftAfterTheGraceIsCutOff() throws {
        let connection = try TestConnection()
        let receiving = try connection.another()
        connection.store.hold()
        _ = connection.send(connection.sender.request())
        _ = connection.send(Array(Self.head("Content-Length: 9\r\n").utf8), on: receiving)
        var isEmpty = false
        connection.shared.startDraining()
        connection.loop.drain { isEmpty = true }
        connection.loop.cutOff()
        #expect(TestAnswer.statuses(connection.read(on: receiving)) == [503])
        connection.eventLoop.run()
        #expect(isEmpty && !connection.isOpen)
        connection.store.commit()
        connection.eventLoop.run()
        #expect(connection.source.accepted.value == 1)
    }

    @Test func senderThatDoesNotReadItsAnswersWaits() throws {
        let connection = try TestConnection()
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        let unknown = Self.head("", path: "/other")
        #expect(TestAnswer.statuses(connection.send(unknown + unknown)) == [404])
        connection.channel.isWritable = true
        connection.channel.pipeline.fireChannelWritabilityChanged()
        #expect(TestAnswer.statuses(connection.read()) == [404])
        connection.finish()
    }
}
