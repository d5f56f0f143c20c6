import GatewayTesting
import Testing

@testable import Payload

struct FailCaseTests {
    @Test func failCasesAreThere() {
        #expect(FailCases.names("Normalizer").count >= 6)
    }

    @Test(arguments: FailCases.names("Normalizer"))
    func normalizerHoldsOnFailCase(name: String) {
        let bytes = FailCases.bytes("Normalizer", name)
        #expect(!bytes.isEmpty)
        #expect(bytes.withUnsafeBytes { NormalizerProperty.fault(of: $0) } == nil)
    }

    @Test func normalizerHoldsOnGeneratedDocuments() {
        var generator = DocumentGenerator(seed: 99)
        for _ in 0..<2000 {
            let document = generator.document()
            #expect(document.withUnsafeBytes { NormalizerProperty.fault(of: $0) } == nil, "\(Engine.hex(document))")
        }
    }
}
