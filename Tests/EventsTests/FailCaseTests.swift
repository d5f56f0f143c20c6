import GatewayTesting
import Testing

@testable import Events

struct FailCaseTests {
    @Test func failCasesAreThere() {
        #expect(FailCases.names("Timestamp").count >= 3)
        #expect(FailCases.names("Patterns").count >= 1)
    }

    @Test(arguments: FailCases.names("Timestamp"))
    func timestampParserHoldsOnFailCase(name: String) {
        let bytes = FailCases.bytes("Timestamp", name)
        #expect(!bytes.isEmpty)
        #expect(bytes.withUnsafeBytes { TimestampProperty.fault(of: $0) } == nil)
    }

    @Test(arguments: FailCases.names("Patterns"))
    func patternsHoldOnFailCase(name: String) {
        let bytes = FailCases.bytes("Patterns", name)
        #expect(!bytes.isEmpty)
        #expect(bytes.withUnsafeBytes { PatternProperty.fault(of: $0) } == nil)
    }

    @Test func patternsHoldOnRandomLists() {
        var generator = SeededGenerator(seed: 31)
        let alphabet = Array("aab*!\n.".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            #expect(bytes.withUnsafeBytes { PatternProperty.fault(of: $0) } == nil, "\(bytes)")
        }
    }
}
