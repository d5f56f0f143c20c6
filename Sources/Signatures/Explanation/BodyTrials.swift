import Events
import Payload

/// The bodies that a sender may have signed instead of the one that arrived.
enum BodyTrials {
    /// One of them, and what it means.
    struct Body {
        let bytes: [UInt8]
        let mistake: Mistake?
    }

    private static let lineFeed: [UInt8] = [0x0A]
    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// The body as it arrived first, then the others, none of them twice.
    static func of(_ body: UnsafeRawBufferPointer, _ normalizer: Normalizer) -> [Body] {
        let raw = Array(body)
        var bodies = [Body(bytes: raw, mistake: nil)]
        func add(_ bytes: [UInt8], _ mistake: Mistake) {
            guard !bodies.contains(where: { $0.bytes == bytes }) else { return }
            bodies.append(Body(bytes: bytes, mistake: mistake))
        }
        if raw.hasSuffix(Self.lineEnd) {
            add(raw.dropLast(2), .bodyEnding("without the line end behind it"))
        } else if raw.hasSuffix(Self.lineFeed) {
            add(raw.dropLast(1), .bodyEnding("without the line feed behind it"))
        }
        add(raw + Self.lineFeed, .bodyEnding("with a line feed behind it"))
        add(raw + Self.lineEnd, .bodyEnding("with a carriage return and a line feed behind it"))
        if let document = try? normalizer.normalize(body, extracting: Extraction([])) {
            for rendering in JSONRendering.all {
                let bytesMax = body.count * 4 + 1_024
                guard let bytes = rendering.render(document.bytes, bytesMax: bytesMax) else { continue }
                add(bytes, .reserializedBody(rendering.name))
            }
        }
        add([], .emptyBody)
        return bodies
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ end: [UInt8]) -> Bool { self.suffix(end.count).elementsEqual(end) }

    fileprivate func dropLast(_ count: Int) -> [UInt8] { Array(self[..<(self.count - count)]) }
}
