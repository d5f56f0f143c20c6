import GatewayTesting
import Testing

@testable import Payload

/// The normalizer against Node: what product.md §2.4 promises, for thousands of documents.
struct EngineTests {
    private static func normalized(_ document: [UInt8], by normalizer: Normalizer) -> [UInt8]? {
        document.withUnsafeBytes { try? normalizer.normalize($0, extracting: .none).bytes }
    }

    @Test func everyGeneratedDocumentIsPrintedAsTheEngineWould() throws {
        var generator = DocumentGenerator(seed: 2026)
        let normalizer = Normalizer()
        let pairs = (0..<8000).map { _ in
            let document = generator.document()
            return (original: document, normalized: Self.normalized(document, by: normalizer))
        }
        var exact = 0
        for (pair, judgement) in zip(pairs, try Engine.judge(pairs)) {
            guard let normalized = pair.normalized else {
                Issue.record("refused: \(Engine.hex(pair.original))")
                continue
            }
            let hex = Engine.hex(pair.original)
            #expect(normalized == judgement.expected, "not as expected: \(hex)")
            #expect(judgement.normalizedPrinted != nil, "the engine refuses what was printed for \(hex)")
            #expect(judgement.flags.contains("same"), "a value changed: \(hex)")
            #expect(Self.normalized(normalized, by: normalizer) == normalized, "not stable: \(hex)")
            guard judgement.flags.contains("exact") else { continue }
            exact += 1
            #expect(judgement.normalizedPrinted == normalized, "printed again it differs: \(hex)")
            #expect(judgement.printed == normalized, "the original is printed differently: \(hex)")
        }
        // Both kinds of documents must have been there.
        #expect(exact > 2000)
        #expect(exact < 7000)
    }

    @Test func mutatedDocumentsAreTakenExactlyWhereTheEngineTakesThem() throws {
        var generator = DocumentGenerator(seed: 4051)
        let normalizer = Normalizer()
        let pairs = (0..<20_000).map { index in
            var document = generator.document()
            if index.isMultiple(of: 50) {
                document = (0..<generator.random.below(60)).map { _ in
                    UInt8(truncatingIfNeeded: generator.random.next())
                }
            }
            Self.mutate(&document, with: &generator.random)
            return (original: document, normalized: Self.normalized(document, by: normalizer))
        }
        var taken = 0
        for (pair, judgement) in zip(pairs, try Engine.judge(pairs)) {
            let isOurs = judgement.flags.isDisjoint(with: ["duplicate", "deep"]) && judgement.printed != nil
            #expect(isOurs == (pair.normalized != nil), "taken or refused wrongly: \(Engine.hex(pair.original))")
            guard let normalized = pair.normalized else { continue }
            taken += 1
            #expect(normalized == judgement.expected, "not as expected: \(Engine.hex(pair.original))")
        }
        #expect(taken > 2000)
        #expect(taken < 18_000)
    }

    private static func mutate(_ document: inout [UInt8], with random: inout SeededGenerator) {
        let alphabet =
            Array("{}[]\",:\\u0123456789abcdefE+-.tn \n\t/".utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC2, 0xED, 0xEF, 0xF4]
        for _ in 0..<(1 + random.below(3)) {
            guard !document.isEmpty else { return }
            let place = random.below(document.count)
            let length = min(1 + random.below(8), document.count - place)
            switch random.below(6) {
            case 0: document[place] = alphabet[random.below(alphabet.count)]
            case 1: document.insert(alphabet[random.below(alphabet.count)], at: place)
            case 2: document.remove(at: place)
            case 3: document[place] ^= 1 << UInt8(random.below(8))
            case 4: document.insert(contentsOf: document[place..<(place + length)], at: random.below(document.count))
            default: if random.once(in: 4) { document.removeLast(document.count - place) }
            }
        }
    }
}
