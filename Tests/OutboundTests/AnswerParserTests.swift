import Events
import GatewayTesting
import Testing

@testable import Outbound

struct AnswerParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let wire: String
        var status = 200
        var isKept = true
        /// Complete only when the connection ends.
        var needsEnd = false
        var kept = ""
        var testDescription: String { self.name }
    }

    static let answers = [
        Case(name: "with a length", wire: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"),
        Case(name: "empty", wire: "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n"),
        Case(name: "no content", wire: "HTTP/1.1 204 No Content\r\n\r\n", status: 204),
        Case(name: "not modified", wire: "HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n", status: 304),
        Case(name: "without a reason", wire: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
        Case(name: "lone LF", wire: "HTTP/1.1 200 OK\nContent-Length: 1\n\nx"),
        Case(name: "failure", wire: "HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nwhy", status: 500, kept: "why"),
        Case(name: "close", wire: "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", isKept: false),
        Case(name: "1.0", wire: "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", isKept: false),
        Case(name: "1.0 kept", wire: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"),
        Case(
            name: "until the end",
            wire: "HTTP/1.1 500 X\r\n\r\nabc",
            status: 500,
            isKept: false,
            needsEnd: true,
            kept: "abc"
        ),
        Case(
            name: "chunked",
            wire: "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
            status: 500,
            kept: "abc0123456789"
        ),
        Case(
            name: "chunked with a trailer",
            wire: "HTTP/1.1 200 X\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\nA: b\r\nC: d\r\n\r\n"
        ),
        Case(
            name: "chunked and a length",
            wire: "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n0\r\n\r\n",
            isKept: false
        ),
        Case(
            name: "interim answers first",
            wire:
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 X\r\nContent-Length: 0\r\n\r\n",
            status: 201
        ),
        Case(name: "same length twice", wire: "HTTP/1.1 200 X\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
    ]

    /// However the bytes are cut, the same comes out.
    @Test(arguments: Self.answers)
    func everyCutGivesTheSameAnswer(answer: Case) {
        let wire = Array(answer.wire.utf8)
        var generator = SeededGenerator(seed: 5)
        for pieceMax in [wire.count, 1, 2, 3, 7, 20] {
            var parser = AnswerParser()
            var progress = AnswerParser.Progress.more
            var rest = wire[...]
            while !rest.isEmpty, progress == .more {
                let piece = Array(rest.prefix(Int.random(in: 1...pieceMax, using: &generator)))
                rest = rest.dropFirst(piece.count)
                progress = piece.withUnsafeBytes { parser.feed($0) }
            }
            #expect(rest.isEmpty, "it was not done before its end")
            if answer.needsEnd {
                #expect(progress == .more)
                let isComplete = parser.end()
                #expect(isComplete)
            } else {
                #expect(progress == .done)
            }
            #expect(parser.status == answer.status)
            #expect(parser.isKept == answer.isKept)
            #expect(String(decoding: parser.kept, as: UTF8.self) == answer.kept)
            #expect(!parser.isCapped)
        }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 099 X\r\n\r\n",
        "HTTP/1.1 2000\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n", "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n123456789\r\n",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    ])
    func whatIsNoAnswerIsSaid(wire: String) {
        var parser = AnswerParser()
        let progress = Array(wire.utf8).withUnsafeBytes { parser.feed($0) }
        guard case .malformed(let reason) = progress else {
            Issue.record("\(wire) was taken: \(progress)")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func headWithoutEndIsRefused() {
        var parser = AnswerParser()
        let head = Array("HTTP/1.1 200 OK\r\n".utf8) + [UInt8](repeating: 0x61, count: Limits.responseHeadBytesMax)
        let progress = head.withUnsafeBytes { parser.feed($0) }
        #expect(progress == .malformed("its head is longer than 64 KiB"))
    }

    @Test func bytesBehindTheAnswerCostTheConnection() {
        var parser = AnswerParser()
        let wire = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n".utf8)
        let progress = wire.withUnsafeBytes { parser.feed($0) }
        #expect(progress == .done)
        #expect(!parser.isKept)
    }

    @Test(arguments: ["Content-Length: 999999\r\n\r\n", "\r\n", "Transfer-Encoding: chunked\r\n\r\nF0000\r\n"])
    func readingStopsAtItsBound(head: String) {
        var parser = AnswerParser()
        let wire = Array("HTTP/1.1 500 X\r\n\(head)".utf8) + [UInt8](repeating: 0x61, count: 100_000)
        let progress = wire.withUnsafeBytes { parser.feed($0) }
        #expect(progress == .done)
        #expect(parser.isCapped)
        #expect(!parser.isKept)
        #expect(parser.kept.count == Limits.responseKeptBytesMax)
    }

    /// Nothing that a target can send makes the parser stumble.
    @Test func noiseNeverCrashes() {
        var generator = SeededGenerator(seed: 9)
        let alphabet = Array("HTTP/1.1 200 OK\r\n\r\nContent-Length: 5Transfer-Encoding: chunked\u{0}\u{ff};:0aF".utf8)
        var isBounded = true
        for _ in 0..<20_000 {
            var parser = AnswerParser()
            var wire = Bool.random(using: &generator) ? Array("HTTP/1.1 200 OK\r\n".utf8) : []
            for _ in 0..<Int.random(in: 1...60, using: &generator) {
                wire.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
            }
            let progress = wire.withUnsafeBytes { parser.feed($0) }
            if progress == .more { _ = parser.end() }
            isBounded = isBounded && parser.kept.count <= Limits.responseKeptBytesMax
        }
        #expect(isBounded)
    }
}
