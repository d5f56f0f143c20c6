import Events
import GatewayTesting
import Testing

@testable import Store

struct ArrivalLogTests {
    private func arrival(_ id: Int64, _ generator: inout SeededGenerator) -> (Arrival, [TargetID]) {
        let arrival = Arrival(
            id: id,
            receivedAt: Timestamp(milliseconds: Int64.random(in: -5...4_000_000_000_000, using: &generator)),
            source: Int32.random(in: 0...1_000, using: &generator),
            type: Int32.random(in: 0...100_000, using: &generator),
            weight: Int.random(in: 0...70_000_000, using: &generator),
            digest: KeyDigest(words: (generator.next(), generator.next(), generator.next(), generator.next()))
        )
        let targets = (0..<Int.random(in: 0...5, using: &generator)).map { TargetID(rawValue: Int32($0 * 300)) }
        return (arrival, targets)
    }

    private func row(_ count: Int, _ generator: inout SeededGenerator) -> (ArrivalRow, [(Arrival, [TargetID])]) {
        var row = ArrivalRow()
        var written: [(Arrival, [TargetID])] = []
        var id: Int64 = 1 << 60
        for _ in 0..<count {
            let entry = self.arrival(id, &generator)
            row.append(entry.0, targets: entry.1)
            written.append(entry)
            id += Int64.random(in: 1...1 << 30, using: &generator)
        }
        return (row, written)
    }

    @Test func whatIsPackedComesOut() throws {
        var generator = SeededGenerator(seed: 1)
        let (row, written) = self.row(60, &generator)
        #expect(row.at == written.map(\.0.receivedAt).max())
        try row.bytes.withUnsafeBytes { bytes in
            var reader = ArrivalRow.Reader(first: row.first, bytes: bytes)
            var targets: [Int32] = []
            for (arrival, expected) in written {
                let found = try #require(try reader.next(targets: &targets))
                #expect(found.id == arrival.id && found.receivedAt == arrival.receivedAt)
                #expect(found.source == arrival.source && found.type == arrival.type)
                #expect(found.weight == arrival.weight && found.digest == arrival.digest)
                #expect(targets == expected.map(\.rawValue))
            }
            #expect(try reader.next(targets: &targets) == nil)
        }
    }

    @Test func bytesThatMakeNoSenseAreCorruptAndNeverCrash() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<400 {
            let (row, _) = self.row(3, &generator)
            var bytes = row.bytes
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 1...20, using: &generator))
            bytes.withUnsafeBytes { buffer in
                var reader = ArrivalRow.Reader(first: row.first, bytes: buffer)
                var targets: [Int32] = []
                let error = #expect(throws: StoreError.self) {
                    while try reader.next(targets: &targets) != nil {}
                }
                #expect(error?.code == .corrupt)
            }
        }
    }

    @Test(arguments: [0, 1, 127, 128, 1 << 32, Int64.max, Int64.min, -1, -64, -65])
    func numbersKeepTheirSign(value: Int64) {
        var bytes: [UInt8] = []
        bytes.append(zigzag: value)
        bytes.append(varint: UInt64(bitPattern: value))
        bytes.withUnsafeBytes { buffer in
            var reader = VarIntReader(buffer)
            #expect(reader.zigzag() == value)
            #expect(reader.varint() == UInt64(bitPattern: value))
            #expect(reader.isAtEnd && reader.varint() == nil)
        }
    }
}
