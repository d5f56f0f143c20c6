/// The signed bytes before and after the body, in one array that is used again.
struct SignedFrame {
    private(set) var bytes: [UInt8] = []
    /// How many of them come before the body.
    private(set) var bodyPosition = 0

    init() { self.bytes.reserveCapacity(256) }

    mutating func clear() {
        self.bytes.removeAll(keepingCapacity: true)
        self.bodyPosition = 0
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { self.bytes.append(contentsOf: $0) }
    }

    mutating func append(_ bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

    mutating func markBody() { self.bodyPosition = self.bytes.count }
}
