import Events
import NIOCore
import NIOHTTP1
import Testing

@testable import Inbound

/// The small values of the room.
struct SmallPartsTests {
    @Test func censusHoldsBothCaps() {
        let census = ConnectionCensus(totalMax: 3, perPeerMax: 2)
        let (first, second, third) = (
            PeerAddress(high: 0, low: 1), PeerAddress(high: 0, low: 2), PeerAddress(high: 1, low: 0)
        )
        #expect(census.admit(first))
        #expect(census.admit(first))
        #expect(!census.admit(first))
        #expect(census.admit(second))
        #expect(!census.admit(third))
        census.leave(first)
        #expect(census.admit(third))
        #expect(!census.admit(second))
    }

    @Test func budgetTakesNothingWhereThereIsNoRoom() {
        let budget = BodyBudget(bytesMax: 100)
        #expect(budget.take(60))
        #expect(!budget.take(41))
        #expect(budget.bytes == 60)
        #expect(budget.take(40))
        budget.giveBack(100)
        #expect(budget.bytes == 0)
    }

    @Test func peersAreToldApartByAddressAndNotByPort() throws {
        func peer(_ host: String, _ port: Int) throws -> PeerAddress {
            PeerAddress(try SocketAddress(ipAddress: host, port: port))
        }
        #expect(try peer("10.0.0.1", 1) == peer("10.0.0.1", 2))
        #expect(try peer("10.0.0.1", 1) != peer("10.0.0.2", 1))
        #expect(try peer("::ffff:10.0.0.1", 1) == peer("10.0.0.1", 1))
        #expect(try peer("2001:db8::1", 1) == peer("2001:db8::2", 9))
        #expect(try peer("2001:db8:0:1::1", 1) != peer("2001:db8::1", 1))
        #expect(PeerAddress(nil) == PeerAddress(nil))
    }

    @Test(arguments: RejectionCause.allCases)
    func answersSayTheirLengthAndNothingOfTheCause(cause: RejectionCause) throws {
        for closes in [false, true] {
            let text = String(buffer: Answer.refused(cause, closes: closes).buffer(allocator: ByteBufferAllocator()))
            let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
            #expect(parts.count == 2)
            #expect(text.hasPrefix("HTTP/1.1 \(cause.status) "))
            #expect(
                parts[0].contains("\r\nContent-Length: \(parts[1].utf8.count)\r\n")
                    || parts[0].hasSuffix("Content-Length: \(parts[1].utf8.count)")
            )
            #expect(parts[0].contains("Connection: close") == closes)
            #expect(parts[0].contains("Retry-After: ") == [429, 503].contains(cause.status))
            #expect(parts[0].contains("Allow: POST") == (cause == .methodNotAllowed))
            #expect(parts[1].hasPrefix(#"{"error":""#) && parts[1].hasSuffix(#""}"#))
            if cause.status == 401 { #expect(parts[1] == #"{"error":"Invalid signature"}"#) }
            #expect(!parts[0].contains(" Error\r\n"))
        }
    }

    @Test func acceptedAnswersCarryTheID() {
        let id = EventID(rawValue: 0x0123_4567_89AB_CDEF)
        let allocator = ByteBufferAllocator()
        let accepted = String(buffer: Answer.accepted(closes: false).buffer(allocator: allocator, id: id))
        #expect(accepted.hasSuffix("\r\n\r\n{\"status\":\"accepted\",\"id\":\"\(id)\"}"))
        let duplicate = String(buffer: Answer.duplicate(closes: true).buffer(allocator: allocator, id: id))
        #expect(duplicate.hasSuffix("Connection: close\r\n\r\n{\"status\":\"duplicate\",\"id\":\"\(id)\"}"))
    }

    private static func head(_ headers: HTTPHeaders) -> ReceivedHead {
        ReceivedHead(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/", headers: headers))
    }

    @Test func endToEndHeadersAreKeptWithoutCredentials() {
        let headers = HTTPHeaders([
            ("Host", "a"), ("Content-Type", "application/json"), ("Authorization", "Bearer x"), ("Cookie", "c"),
            ("Proxy-Authorization", "p"), ("PROXY-", "p"), ("Proxy", "kept"), ("Connection", "close, X-Hop"),
            ("Keep-Alive", "1"), ("TE", "trailers"), ("Trailer", "t"), ("Transfer-Encoding", "chunked"),
            ("Upgrade", "h2c"), ("Content-Length", "2"), ("Expect", "100-continue"), ("x-hop", "1"), ("X-Two", "b"),
        ])
        let fields = KeptHeaders().block(Self.head(headers)).fields.map { "\($0.name)=\($0.value)" }
        #expect(fields == ["content-type=application/json", "proxy=kept", "x-two=b"])
        #expect(KeptHeaders().block(Self.head([:])).fields.isEmpty)
    }

    @Test func keptHeadersAreBoundedAndContentTypeComesFirst() {
        let long = String(repeating: "x", count: 100)
        let headers = HTTPHeaders([("A", long), ("B", "1"), ("C", long), ("Content-Type", "t")])
        let fields = KeptHeaders(bytesMax: 130).block(Self.head(headers)).fields.map(\.name)
        #expect(fields == ["content-type", "a", "b"])
        #expect(KeptHeaders(bytesMax: 130).block(Self.head(headers)).bytes.count <= 130)
    }

    @Test(arguments: [
        ("2026-03-10T14:30:00+03:00", 1_773_142_200_000), ("1773142200", 1_773_142_200_000),
        ("1773142200123", 1_773_142_200_123), ("1773142200.5", 1_773_142_200_500), ("0", 0),
    ])
    func occurrenceTimesAreRead(text: String, milliseconds: Int64) {
        var text = text
        let time = text.withUTF8 { OccurrenceTime.read(UnsafeRawBufferPointer($0)) }
        #expect(time == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: ["", "-1", "1e9", "1.", ".5", "yesterday", "2026-02-30T00:00:00Z", "9999999999999999"])
    func whatIsNoTimeIsNone(text: String) {
        var text = text
        #expect(text.withUTF8 { OccurrenceTime.read(UnsafeRawBufferPointer($0)) } == nil)
    }

    @Test func rejectionLinesAreCounted() {
        var log = RejectionLog(linesPerSecond: 2)
        #expect(log.admit(now: 0) == 0)
        #expect(log.admit(now: 1) == 0)
        #expect(log.admit(now: 2) == nil)
        #expect(log.admit(now: 3) == nil)
        #expect(log.admit(now: 1_000_000_000) == 2)
        #expect(log.admit(now: 1_000_000_001) == 0)
    }
}
