import Events
import Payload

/// A request as a general scheme reads it: what it looks up in head, query and body.
struct GeneralRequest<Head: RequestHead> {
    let head: Head
    let body: UnsafeRawBufferPointer
    let context: HMACContext
    /// The pointers that the scheme looks up, in the order of ``document``'s values.
    let pointers: [JSONPointer]
    /// The body, where the scheme looks anything up in it and it is JSON.
    let document: NormalizedDocument?

    init(
        _ head: Head,
        body: UnsafeRawBufferPointer,
        pointers: [JSONPointer],
        _ places: Extraction?,
        _ context: HMACContext
    ) {
        self.head = head
        self.body = body
        self.context = context
        self.pointers = pointers
        self.document = places.flatMap { try? context.normalizer.normalize(body, extracting: $0) }
    }

    /// What stands in the request target behind the path, with its question mark.
    var querySuffix: String {
        let target = self.head.target
        guard let question = target.firstIndex(of: "?") else { return "" }
        return String(target[question...])
    }

    /// A decoded query parameter that is there once and not empty.
    func queryValue(_ name: String) -> [UInt8]? {
        var query = String(self.querySuffix.dropFirst())
        let value = query.withUTF8 { FormFields(UnsafeRawBufferPointer($0))?.value(name) }
        return value?.isEmpty == false ? value : nil
    }

    /// A text without quotes and escapes, or a number or truth value as it is printed; `nil` where there is none.
    func text(at pointer: JSONPointer) -> [UInt8]? {
        guard let document, let index = self.pointers.firstIndex(of: pointer) else { return nil }
        switch document.values[index]?.kind {
        case .string: return document.withStringBytes(index) { Array($0) }
        case .number, .bool: return document.withValueBytes(index) { Array($0) }
        case .null, .array, .object, nil: return nil
        }
    }

    /// Whether anything but null stands there.
    func isPresent(_ pointer: JSONPointer) -> Bool {
        guard let document, let index = self.pointers.firstIndex(of: pointer) else { return false }
        return document.values[index].map { $0.kind != .null } ?? false
    }

    /// The SHA-256 of the body as text.
    func bodyHash(_ encoding: SignatureEncoding) -> String {
        self.context.hash(self.body)
        return encoding.encode(
            UnsafeRawBufferPointer(start: self.context.tag, count: DigestAlgorithm.sha256.byteCount)
        )
    }

    /// Whether a text from the request is the SHA-256 of the body.
    func isBodyHash(_ text: [UInt8], _ encoding: SignatureEncoding) -> Bool {
        var presented = [UInt8](repeating: 0, count: DigestAlgorithm.sha256.byteCount)
        let isRead = presented.withUnsafeMutableBytes { out in
            text.withUnsafeBytes { encoding.decode($0, into: out) }
        }
        guard isRead else { return false }
        self.context.hash(self.body)
        return TagComparison.isEqual(presented, self.context.tag)
    }
}
