import Events
import GatewayTesting
import Testing

@testable import Inbound

/// Where requests begin and end, byte by byte.
struct RequestFramingTests {
    /// What the framing says of bytes that come in the given pieces, with an answer after every request.
    private func run(_ pieces: [[UInt8]], headBytesMax: Int = 16_384) -> (passed: [String], cause: RejectionCause?) {
        var framing = RequestFraming(headBytesMax: headBytesMax)
        var held: [UInt8] = []
        var requests = [""]
        for piece in pieces {
            held += piece
            while !held.isEmpty {
                let step = held.withUnsafeBytes { framing.next($0) }
                switch step {
                case .wait: break
                case .skip(let count): held.removeFirst(count)
                case .refuse(let cause): return (requests, cause)
                case .forward(let count, let isLast):
                    requests[requests.count - 1] += String(decoding: held.prefix(count), as: UTF8.self)
                    held.removeFirst(count)
                    if isLast {
                        framing.answered()
                        requests.append("")
                    }
                }
                if case .wait = step { break }
            }
        }
        return (requests, nil)
    }

    private func run(_ text: String, headBytesMax: Int = 16_384) -> (passed: [String], cause: RejectionCause?) {
        self.run([Array(text.utf8)], headBytesMax: headBytesMax)
    }

    private static let plain = "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
    private static let chunked =
        "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"

    @Test func requestsAreToldApart() {
        let (passed, cause) = self.run(Self.plain + Self.chunked + Self.plain)
        #expect(cause == nil)
        #expect(passed == [Self.plain, Self.chunked, Self.plain, ""])
    }

    @Test func everySplitGivesTheSameRequests() {
        let text = "\r\n" + Self.plain + Self.chunked
        let bytes = Array(text.utf8)
        for split in 1..<bytes.count {
            let (passed, cause) = self.run([Array(bytes[..<split]), Array(bytes[split...])])
            #expect(cause == nil)
            #expect(passed == [Self.plain, Self.chunked, ""], "split at \(split)")
        }
        let (passed, cause) = self.run(bytes.map { [$0] })
        #expect(cause == nil)
        #expect(passed == [Self.plain, Self.chunked, ""])
    }

    @Test func trailerFieldsAndChunkExtensionsChangeNothing() {
        let request =
            "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=\"b c\"\r\nabc\r\n0\r\nX-Sum: 1\r\nY: \r\n\r\n"
        let (passed, cause) = self.run(request + Self.plain)
        #expect(cause == nil)
        #expect(passed.count == 3)
        #expect(passed[0].hasSuffix("3;a=\"b c\"\r\nabc\r\n0\r\n\r\n"))
        #expect(passed[1] == Self.plain)
    }

    @Test(arguments: [
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\u{b}chunked\r\n\r\n",
        "POST /h HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /h HTTP/1.1\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nHOST: b\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost:\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a b\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: user@a\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX: 1\r\n\tfolded\r\n\r\n",
        "POST /h HTTP/1.1\r\n Host: a\r\n\r\n",
        "POST /h HTTP/1.1\nHost: a\n\n",
        "POST /h HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX: 1\rY: 2\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX: 1\r\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX: \u{0}1\r\n\r\n",
        "POST /h\u{0} HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX: \u{7f}\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX(: 1\r\n\r\n",
        "POST  /h HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /h  HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /h x HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST\t/h HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /h HTTP/1.1 \r\nHost: a\r\n\r\n",
        "POST /h HTTP/2.0\r\nHost: a\r\n\r\n",
        "POST /h HTTP/1.2\r\nHost: a\r\n\r\n",
        "POST /h http/1.1\r\nHost: a\r\n\r\n",
        "POST /h\r\n\r\n",
        "POST /é HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\nPOST /h HTTP/1.1\r\nHost: a\r\n\r\n",
        "\n\nPOST /h HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}",
    ])
    func whatTwoReadersCouldUnderstandDifferentlyIsRefused(head: String) {
        #expect(self.run(head).cause == .badRequest)
        #expect(self.run(Array(head.utf8).map { [$0] }).cause == .badRequest)
    }

    @Test(arguments: [
        "x\r\n", "\r\n", "-3\r\n", " 3\r\n", "3 \r\n", "3\nabc\r\n", "3\r\nabcd\r\n", "3\r\nabc\n", "3\r\nabcX\r\n",
        "0x3\r\nabc\r\n", "ffffffffffffffff\r\n", "3;\u{0}\r\n", "3;a\nb\r\n", "3\rabc\r\n", "0\r\nX\r\n\r\n",
        "0\r\n folded: 1\r\n\r\n", "0\r\nX: 1\n\r\n", "0\r\nX: \u{1}\r\n\r\n", "0\r\n\n",
    ])
    func malformedChunksAreRefused(body: String) {
        let head = "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(self.run(head + body).cause == .badRequest)
        #expect(self.run(Array((head + body).utf8).map { [$0] }).cause == .badRequest)
    }

    @Test(arguments: [
        "POST /h HTTP/1.0\r\n\r\n",
        "POST /h?x=%20 HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
        "POST http://a/h HTTP/1.1\r\nhost:a.b-c:80 \t\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: a\r\nX:\r\nY: \t z \u{e9}\tq\r\nContent-Length: 000\r\n\r\n",
    ])
    func whatIsPlainPasses(head: String) {
        let (passed, cause) = self.run(head)
        #expect(cause == nil)
        #expect(passed == [head, ""])
    }

    @Test func headsUpToTheLimitPassAndLongerOnesAreTooLarge() {
        let frame = "POST /h HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".utf8.count
        func head(_ size: Int) -> String {
            "POST /h HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: size - frame))\r\n\r\n"
        }
        #expect(self.run(head(1_000), headBytesMax: 1_000).cause == nil)
        #expect(self.run(head(1_001), headBytesMax: 1_000).cause == .headTooLarge)
        let long = Array(head(2_000).utf8)
        #expect(self.run([Array(long.prefix(999))], headBytesMax: 1_000).cause == nil)
        #expect(self.run([Array(long.prefix(1_000))], headBytesMax: 1_000).cause == .headTooLarge)
        let bytes = Array(head(1_000).utf8)
        #expect(self.run(bytes.map { [$0] }, headBytesMax: 1_000).cause == nil)
    }

    @Test func chunkExtensionsAndTrailersAreBounded() {
        let head = "POST /h HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let long = String(repeating: "x", count: 200)
        #expect(self.run(head + "1;\(long)\r\nx\r\n0\r\n\r\n", headBytesMax: 150).cause == .badRequest)
        #expect(self.run(head + "0\r\nX: \(long)\r\n\r\n", headBytesMax: 150).cause == .badRequest)
        #expect(self.run(head + "1;\(long)\r\nx\r\n0\r\n\r\n", headBytesMax: 300).cause == nil)
    }

    @Test func garbageEndsInRefusalOrWaits() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var bytes = generator.bytes(upTo: 200)
            if generator.next() % 2 == 0 { bytes = Array("POST /h HTTP/1.1\r\nHost: a\r\n".utf8) + bytes }
            let whole = self.run([bytes])
            let split = self.run(bytes.map { [$0] })
            #expect(whole.cause == split.cause)
            #expect(whole.passed == split.passed)
        }
    }
}
