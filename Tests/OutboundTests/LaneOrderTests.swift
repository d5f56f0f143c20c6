import Events
import GatewayTesting
import Testing

@testable import Outbound

struct OrderBookTests {
    private static func id(_ number: Int64) -> EventID { EventID(rawValue: number) }

    private static func follower(_ number: Int64) -> OrderBook.Follower {
        OrderBook.Follower(event: Self.id(number), weight: Int32(number))
    }

    @Test func followersComeInTheirOrderAndTheLastFreesTheKey() {
        var book = OrderBook(followersMax: 10)
        #expect(book.claim(7, for: Self.id(1)) == true)
        #expect(book.claim(7, for: Self.id(1)) == true)
        for number in 2...4 as ClosedRange<Int64> {
            #expect(book.claim(7, for: Self.id(number)) == false)
            book.wait(for: 7, Self.follower(number))
        }
        #expect(book.claim(8, for: Self.id(9)) == true)
        #expect(book.followerCount == 3 && book.keyCount == 2)
        for number in 1...3 as ClosedRange<Int64> {
            #expect(book.release(7, by: Self.id(number)) == Self.follower(number + 1))
        }
        #expect(book.release(7, by: Self.id(3)) == nil, "it is no longer its owner")
        #expect(book.release(7, by: Self.id(4)) == nil)
        #expect(book.keyCount == 1 && book.followerCount == 0)
        #expect(book.claim(7, for: Self.id(5)) == true)
    }

    @Test func whoseKeyIsUnknownGivesBackAllTheSame() {
        var book = OrderBook(followersMax: 10)
        _ = book.claim(7, for: Self.id(1))
        book.wait(for: 7, Self.follower(2))
        #expect(book.releaseAny(of: Self.id(3)) == nil)
        #expect(book.releaseAny(of: Self.id(1)) == Self.follower(2))
        #expect(book.claim(7, for: Self.id(2)) == true)
    }

    @Test func roomIsBoundedInKeysAndFollowers() {
        var keys = OrderBook(keysMax: 2, followersMax: 10)
        _ = keys.claim(1, for: Self.id(1))
        #expect(keys.hasRoom)
        _ = keys.claim(2, for: Self.id(2))
        #expect(!keys.hasRoom)
        var followers = OrderBook(followersMax: 1)
        _ = followers.claim(1, for: Self.id(1))
        followers.wait(for: 1, Self.follower(2))
        #expect(!followers.hasRoom)
        _ = followers.release(1, by: Self.id(1))
        #expect(followers.hasRoom)
    }
}

/// Order per key, whatever the schedule: a million steps in all.
struct LaneOrderModelTests {
    private static func settings() -> TargetLane.Settings {
        TargetLane.Settings(
            target: TargetID(rawValue: 1),
            machine: DeliveryStateMachine(
                policy: RetryPolicy(attempts: 6, delayMilliseconds: 100, maxDelayMilliseconds: 2_000, jitter: 0.5)
            ),
            concurrency: 4,
            maxAgeMilliseconds: 7 * 24 * 3_600_000,
            backlogBytesMax: .max,
            breaker: CircuitBreaker.Settings(
                failures: 8,
                probeAfterMilliseconds: 200,
                maxProbeAfterMilliseconds: 1_600
            ),
            orderKey: { content in content.name.isEmpty ? nil : UInt64(content.name) },
            entriesMax: 40,
            pageMax: 8,
            loadMax: 6
        )
    }

    private static func step(_ model: inout LaneModel, failing: Double, keys: Int) {
        switch Double.random(in: 0..<1, using: &model.generator) {
        case ..<0.05:
            let key = Int.random(in: 0...keys, using: &model.generator)
            model.accept(weight: Int.random(in: 0...300, using: &model.generator), key: key == 0 ? nil : key)
        case ..<0.30: model.answerQuestion()
        case ..<0.55: model.hearReply()
        case ..<0.85:
            let fails = Double.random(in: 0..<1, using: &model.generator) < failing
            model.finishOne(fails ? AttemptOutcome(status: 500, error: .status) : AttemptOutcome(status: 200))
        default: model.now = model.now.advanced(byMilliseconds: Int64.random(in: 0...200, using: &model.generator))
        }
        model.serve()
    }

    @Test(arguments: [(3, 0.1), (40, 0.4), (8, 0.7), (200, 0.9)], [1, 2] as [UInt64])
    func keysKeepTheirOrderThroughRetriesAndRestarts(load: (keys: Int, failing: Double), seed: UInt64) {
        var model = LaneModel(Self.settings(), seed: seed)
        for step in 0..<125_000 {
            let failing = (step / 5_000) % 2 == 0 ? load.failing : 0.02
            Self.step(&model, failing: failing, keys: load.keys)
            if step % 12_500 == 12_499 { model.restart() }
        }
        for _ in 0..<200_000 where !model.states.isEmpty {
            while !model.questions.isEmpty { model.answerQuestion() }
            while !model.replies.isEmpty { model.hearReply() }
            while !model.flights.isEmpty { model.finishOne(AttemptOutcome(status: 204)) }
            model.now = model.now.advanced(byMilliseconds: 50)
            model.serve()
        }
        #expect(model.faults == [])
        #expect(model.accepted.count > 4_000)
        #expect(model.states.isEmpty && model.ended.count == model.accepted.count)
        #expect(model.lane.backlogCount == 0 && model.resident.used == 0)
        #expect(model.lane.order?.keyCount == 0 && model.lane.order?.followerCount == 0)
    }

    /// Without order every field of the lane's order stays as it was made.
    @Test func aLaneWithoutOrderKeepsNoBook() {
        var settings = Self.settings()
        settings.orderKey = nil
        #expect(TargetLane(settings).order == nil)
    }

    @Test func aMillionKeysStayWithinTheirBound() {
        var book = OrderBook(followersMax: 1)
        var claimed = 0
        while book.hasRoom {
            _ = book.claim(UInt64(claimed), for: EventID(rawValue: Int64(claimed + 1)))
            claimed += 1
        }
        #expect(claimed == Limits.orderKeysMax)
    }
}

struct OrderKeyReaderTests {
    private static func content(_ body: String, name: String = "a", header: String? = nil) -> EventContent {
        var headers = HeaderBlock()
        if let header { headers.append(name: "X-Key", value: header) }
        return EventContent(
            source: SourceID(rawValue: 1),
            name: name,
            receivedAt: Timestamp(seconds: 1),
            occurredAt: nil,
            rawBody: Array(body.utf8),
            normalizedBody: nil,
            headers: headers
        )
    }

    @Test func jsonValuesAreComparedAsValues() {
        let reader = OrderKeyReader(.json("/message_id"))
        func key(_ body: String) -> UInt64? { reader.key(of: Self.content(body)) }
        #expect(key(#"{"message_id":"7"}"#) != nil)
        #expect(key(#"{ "x":1, "message_id" : "\u0037" }"#) == key(#"{"message_id":"7"}"#))
        #expect(key(#"{"message_id":7}"#) != key(#"{"message_id":"7"}"#))
        #expect(key(#"{"message_id":7}"#) == key(#"{"message_id":7.0}"#))
        #expect(key(#"{"message_id":null}"#) == nil)
        #expect(key(#"{"other":7}"#) == nil)
        #expect(key("not json") == nil)
    }

    @Test func headersAndNamesAreKeysToo() {
        let header = OrderKeyReader(.header("x-key"))
        #expect(header.key(of: Self.content("{}", header: "a")) == header.key(of: Self.content("[]", header: "a")))
        #expect(header.key(of: Self.content("{}", header: "a")) != header.key(of: Self.content("{}", header: "b")))
        #expect(header.key(of: Self.content("{}")) == nil)
        let name = OrderKeyReader(.event)
        #expect(name.key(of: Self.content("{}", name: "x")) == name.key(of: Self.content("[]", name: "x")))
        #expect(name.key(of: Self.content("{}", name: "x")) != name.key(of: Self.content("{}", name: "y")))
    }
}
