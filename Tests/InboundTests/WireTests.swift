import Events
import GatewayTesting
import NIOCore
import NIOEmbedded
import Telemetry
import Testing

@testable import Inbound

/// However bytes are cut, and whatever bytes they are.
struct WireTests {
    @Test func anyCutGivesTheSameAnswers() throws {
        var generator = SeededGenerator(seed: 2)
        for round in 0..<60 {
            let connection = try TestConnection()
            let body = TestSender.body("message.received", #","round":\#(round)"#)
            let text =
                connection.sender.request(body) + connection.sender.chunkedRequest(body, chunks: [1, 7, 30])
                + "GET /other HTTP/1.1\r\nHost: a\r\n\r\n" + connection.sender.request(body, headers: "X-Kept: 1\r\n")
            var rest = Array(text.utf8)[...]
            var answers = ""
            while !rest.isEmpty {
                let most = [1, 3, 50, 400][Int.random(in: 0..<4, using: &generator)]
                let count = Int.random(in: 1...most, using: &generator)
                answers += connection.send(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(TestAnswer.statuses(answers) == [200, 200, 404, 200])
            #expect(connection.store.accepted.count == 1)
            #expect(connection.store.accepted.first?.rawBody == Array(body.utf8))
            #expect(connection.shared.bodies.bytes == 0)
            connection.finish()
        }
    }

    @Test func garbageEndsInAnAnswerOrAClose() throws {
        var generator = SeededGenerator(seed: 3)
        for round in 0..<600 {
            let connection = try TestConnection()
            var bytes = round % 3 == 0 ? [] : Array(connection.sender.request().utf8)
            if round % 3 == 1 {
                for _ in 0..<Int.random(in: 1...5, using: &generator) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
            }
            if round % 3 == 2 { bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))) }
            if round % 3 != 1 { bytes += generator.bytes(upTo: 300) }
            var answers = ""
            while !bytes.isEmpty {
                let count = Int.random(in: 1...bytes.count, using: &generator)
                answers += connection.send(Array(bytes.prefix(count)))
                bytes.removeFirst(count)
            }
            for milliseconds: Int64 in [10_000, 30_000, 2_000, 75_000] {
                connection.advance(milliseconds: milliseconds)
                answers += connection.read()
            }
            let statuses = TestAnswer.statuses(answers)
            #expect(
                statuses.allSatisfy { [200, 400, 401, 404, 405, 408, 413, 415, 417, 431].contains($0) },
                "\(answers)"
            )
            #expect(!connection.isOpen, "round \(round)")
            #expect(connection.shared.bodies.bytes == 0)
            #expect(connection.metrics.connections.value == 0)
        }
    }
}
