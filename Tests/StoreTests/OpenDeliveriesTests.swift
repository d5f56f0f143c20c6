import Events
import GatewayTesting
import Testing

@testable import Store

struct OpenDeliveriesTests {
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func theMarkIsNeverAboveAnOpenDeliveryAndFollowsTheRest(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var open = OpenDeliveries(lowWater: EventID(rawValue: 10), eventsPerStretch: 4, stretchesMax: 16)
        var model: [Int64: Int] = [:]
        var newest: Int64 = 10
        for _ in 0..<4_000 {
            if Int.random(in: 0..<100, using: &generator) < 45 {
                newest += Int64.random(in: 1...5, using: &generator)
                let deliveries = Int.random(in: 0...3, using: &generator)
                open.stored(EventID(rawValue: newest), deliveries: deliveries)
                if deliveries > 0 { model[newest] = deliveries }
            } else if let id = model.keys.sorted().randomElement(using: &generator) {
                open.closed(EventID(rawValue: id))
                model[id] = model[id] == 1 ? nil : model[id].map { $0 - 1 }
            }
            let lowest = model.keys.min() ?? .max
            #expect(open.lowWater.rawValue < lowest)
            #expect(open.lowWater.rawValue <= newest)
            #expect(open.count == model.values.reduce(0, +))
        }
        for (id, count) in model { for _ in 0..<count { open.closed(EventID(rawValue: id)) } }
        #expect(open.lowWater == EventID(rawValue: newest), "with nothing open the mark is at the end")
    }

    @Test func aDeliveryThatOpensAgainTakesTheMarkBack() {
        var open = OpenDeliveries(lowWater: .zero)
        for id in 1...500 as ClosedRange<Int64> {
            open.stored(EventID(rawValue: id), deliveries: 1)
            open.closed(EventID(rawValue: id))
        }
        #expect(open.lowWater == EventID(rawValue: 500))
        open.reopened(EventID(rawValue: 77))
        #expect(open.lowWater == EventID(rawValue: 76))
        open.closed(EventID(rawValue: 77))
        #expect(open.lowWater == EventID(rawValue: 500))
    }

    @Test func memoryIsBounded() {
        var open = OpenDeliveries(lowWater: .zero, eventsPerStretch: 1, stretchesMax: 64)
        for id in 1...100_000 as ClosedRange<Int64> { open.stored(EventID(rawValue: id), deliveries: 1) }
        #expect(open.count == 100_000)
        #expect(open.lowWater == .zero)
        for id in 1...99_999 as ClosedRange<Int64> { open.closed(EventID(rawValue: id)) }
        #expect(open.lowWater.rawValue < 100_000 && open.count == 1)
    }
}
