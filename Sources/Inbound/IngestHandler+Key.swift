// Key: what tells this event apart from all others of its source (product.md §2.5).

internal import Events
internal import Payload
internal import Signatures

extension IngestHandler {
    /// Hashes the parts of the source's key, the source first.
    ///
    /// The body stands in for a part that is missing.
    func key(_ request: CurrentRequest, _ read: ReadRequest) -> KeyDigest {
        var key = KeyDigestBuilder(self.loop.hmac, source: request.source.source.id)
        for part in request.source.key {
            switch part {
            case .event:
                var name = read.name
                name.withUTF8 { key.add(UnsafeRawBufferPointer($0)) }
            case .body:
                read.document.bytes.withUnsafeBytes { key.addBody($0) }
            case .nowhere:
                read.document.bytes.withUnsafeBytes { key.addMissing(body: $0) }
            case .value(let location):
                if !self.add(location, request, read, to: &key) {
                    read.document.bytes.withUnsafeBytes { key.addMissing(body: $0) }
                }
            }
        }
        return key.finish()
    }

    private func add(
        _ location: SourceContext.Location,
        _ request: CurrentRequest,
        _ read: ReadRequest,
        to key: inout KeyDigestBuilder
    ) -> Bool {
        switch location {
        case .json(let slot):
            return read.document.withValueBytes(slot) { key.add($0) } != nil
        case .header(let field):
            guard case .one(var value) = request.head.field(field) else { return false }
            value.withUTF8 { key.add(UnsafeRawBufferPointer($0)) }
            return true
        case .constant(var text):
            text.withUTF8 { key.add(UnsafeRawBufferPointer($0)) }
            return true
        case .firstOf, .joined:
            guard let text = self.text(location, request, read.document) else { return false }
            text.withUnsafeBytes { key.add($0) }
            return true
        }
    }
}
