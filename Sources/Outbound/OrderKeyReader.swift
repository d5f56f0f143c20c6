import Events
import Payload

/// Reads a target's order key out of an event, as a hash.
///
/// The hash differs from run to run, so it is never stored: after a restart it is made again from the event.
final class OrderKeyReader {
    private enum Place {
        case name
        /// In lower case.
        case header([UInt8])
        case json
    }

    private let place: Place
    private let extraction: Extraction
    private let normalizer = Normalizer()

    /// - Parameter part: `event`, a header or a JSON pointer; settings refuse the others.
    init(_ part: IdempotencyKeyPart) {
        var pointers: [JSONPointer] = []
        switch part {
        case .header(let name): self.place = .header(Array(name.utf8))
        case .json(let text):
            self.place = .json
            if let pointer = try? JSONPointer(text) { pointers = [pointer] }
        case .event, .timestamp, .body, .id: self.place = .name
        }
        self.extraction = Extraction(pointers)
    }

    /// The key's hash; `nil` where the event has none and is unordered.
    func key(of content: EventContent) -> UInt64? {
        switch self.place {
        case .name:
            var name = content.name
            return name.withUTF8 { Self.hash(UnsafeRawBufferPointer($0)) }
        case .header(let name): return content.headers.withFirst(name) { Self.hash($0) }
        case .json: return self.jsonKey(of: content)
        }
    }

    private func jsonKey(of content: EventContent) -> UInt64? {
        return (content.normalizedBody ?? content.rawBody).withUnsafeBytes { body in
            guard let document = try? self.normalizer.normalize(body, extracting: self.extraction) else { return nil }
            // null stands for no key, as an absent value does.
            guard let value = document.values.first ?? nil, value.kind != .null else { return nil }
            return document.withValueBytes(0) { Self.hash($0) }
        }
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(bytes: bytes)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
