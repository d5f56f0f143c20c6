import Payload

/// Reads a body that is already in its normal form, and finds the event's name and time in it.
struct ScanCase: MicroCase {
    static let name = "scan"
    private let normalizer = Normalizer()
    private let extraction: Extraction

    init() throws {
        self.extraction = Extraction([try JSONPointer("/event"), try JSONPointer("/timestamp")])
    }

    mutating func operate(_ index: Int) throws -> Int {
        let body = SampleBody.compact[index & (SampleBody.count - 1)]
        let document = try body.withUnsafeBytes { try self.normalizer.normalize($0, extracting: self.extraction) }
        return document.values.count &+ (document.isIdentical ? 1 : 0)
    }
}

/// Reads a body full of escapes and white space, and prints it anew.
struct NormalizeCase: MicroCase {
    static let name = "normalize"
    private let normalizer = Normalizer()
    private let extraction: Extraction

    init() throws {
        self.extraction = Extraction([try JSONPointer("/event"), try JSONPointer("/timestamp")])
    }

    mutating func operate(_ index: Int) throws -> Int {
        let body = SampleBody.escaped[index & (SampleBody.count - 1)]
        let document = try body.withUnsafeBytes { try self.normalizer.normalize($0, extracting: self.extraction) }
        return document.bytes.count
    }
}
