internal import NIOHTTP1
internal import Signatures

extension CapturedHead {
    /// The head as the parser read it.
    init(_ head: HTTPRequestHead) {
        self.init(
            method: head.method.rawValue,
            target: head.uri,
            fields: head.headers.map { Field(name: $0.name, value: $0.value) }
        )
    }
}
