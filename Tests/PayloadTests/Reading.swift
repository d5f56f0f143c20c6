@testable import Payload

/// Reads text or bytes with a fresh normalizer.
enum Reading {
    static func document(
        _ bytes: [UInt8],
        _ pointers: [String] = [],
        depthMax: Int = 128
    ) throws -> NormalizedDocument {
        let extraction = Extraction(try pointers.map { try JSONPointer($0) })
        return try bytes.withUnsafeBytes { try Normalizer(depthMax: depthMax).normalize($0, extracting: extraction) }
    }

    /// The normalized text.
    static func text(_ text: String) throws -> String {
        String(decoding: try self.document(Array(text.utf8)).bytes, as: UTF8.self)
    }

    /// The fault of bytes that must be refused, `nil` where they are taken.
    static func error(_ bytes: [UInt8]) -> PayloadError? {
        do {
            _ = try self.document(bytes)
            return nil
        } catch {
            return error as? PayloadError
        }
    }
}
