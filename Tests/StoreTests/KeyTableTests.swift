import GatewayTesting
import Testing

@testable import Store

struct KeyTableTests {
    @Test(arguments: [UInt64.max, 0xFFF, 0x7])
    func behavesLikeADictionaryWhateverTheHashes(mask: UInt64) throws {
        var generator = SeededGenerator(seed: mask)
        let table = KeyTable()
        var model: [(hash: UInt64, id: Int64)] = []
        var floor: Int64 = 0
        var next: Int64 = 1
        for step in 0..<6_000 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<6:
                let hash = generator.next() & mask
                table.insert(hash, id: next, floor: floor)
                model.append((hash, next))
                next += 1
            case 6..<8:
                guard let index = model.indices.randomElement(using: &generator) else { continue }
                let gone = model.remove(at: index)
                table.remove(gone.hash, id: gone.id)
            case 8:
                if step % 7 == 0 { floor = Swift.max(floor, next - 1_500) }
                model.removeAll { $0.id <= floor }
                table.sweep(segment: Int.random(in: 0..<KeyTable.segmentCount, using: &generator), floor: floor)
            default:
                guard let expected = model.randomElement(using: &generator) else { continue }
                let found = try table.find(expected.hash, above: floor) { $0 == expected.id }
                #expect(found == expected.id)
                let missing = try table.find(generator.next(), above: floor) { _ in false }
                #expect(missing == nil)
            }
        }
        for expected in model {
            let found = try table.find(expected.hash, above: floor) { $0 == expected.id }
            #expect(found == expected.id)
        }
    }

    @Test func memoryStaysNearTwoDozenBytesAKeyAndComesBack() {
        var generator = SeededGenerator(seed: 3)
        let table = KeyTable()
        for id in 1...400_000 as ClosedRange<Int64> { table.insert(generator.next(), id: id, floor: 0) }
        #expect(table.bytes < 400_000 * 34 && table.bytes >= 400_000 * 21)
        for segment in 0..<KeyTable.segmentCount { table.sweep(segment: segment, floor: 399_000) }
        #expect(table.bytes < 400_000)
    }
}
