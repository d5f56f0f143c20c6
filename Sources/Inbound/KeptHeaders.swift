internal import Events
internal import NIOHTTP1

/// Chooses the header fields that are kept with an event: the end-to-end ones, without credentials.
///
/// It writes into memory of its own, used again for every event, so that an event's block is one allocation of its size.
final class KeptHeaders {
    private let bytesMax: Int
    private let scratch: UnsafeMutableRawBufferPointer
    private var count = 0

    init(bytesMax: Int = Limits.keptHeaderBytesMax) {
        self.bytesMax = bytesMax
        self.scratch = .allocate(byteCount: bytesMax, alignment: 1)
    }

    deinit { self.scratch.deallocate() }

    /// Makes the block of one request.
    ///
    /// Where the fields need more than there is room for, `content-type` is kept and the others in order as far as they
    /// fit.
    func block(_ head: ReceivedHead) -> HeaderBlock {
        self.count = 0
        if !self.putAll(head) {
            self.count = 0
            for (name, value) in head.head.headers where name.isEqual(toLowercase: "content-type") {
                _ = self.put(name, value)
            }
            for (name, value) in head.head.headers where Self.isKept(name, head.hopFields) {
                if !name.isEqual(toLowercase: "content-type") { _ = self.put(name, value) }
            }
        }
        return HeaderBlock(bytes: Array(self.scratch[..<self.count]))
    }

    private func putAll(_ head: ReceivedHead) -> Bool {
        for (name, value) in head.head.headers where Self.isKept(name, head.hopFields) {
            guard self.put(name, value) else { return false }
        }
        return true
    }

    /// Writes a field in the form of ``HeaderBlock``; `false` where there is no room for all of it.
    private func put(_ name: String, _ value: String) -> Bool {
        let size = name.utf8.count + value.utf8.count + 2
        guard size <= self.bytesMax - self.count else { return false }
        let nameStart = self.count
        self.copy(name)
        for index in nameStart..<self.count { self.scratch[index] = self.scratch[index].lowercasedASCII }
        self.end()
        self.copy(value)
        self.end()
        return true
    }

    private func copy(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            guard let start = bytes.baseAddress, let place = self.scratch.baseAddress else { return }
            (place + self.count).copyMemory(from: start, byteCount: bytes.count)
            self.count += bytes.count
        }
    }

    private func end() {
        self.scratch[self.count] = 0
        self.count += 1
    }

    private static func isKept(_ name: String, _ hopFields: [Substring]) -> Bool {
        switch name.utf8.count {
        case 2 where name.isEqual(toLowercase: "te"), 4 where name.isEqual(toLowercase: "host"),
            6 where name.isEqual(toLowercase: "cookie"), 6 where name.isEqual(toLowercase: "expect"),
            7 where name.isEqual(toLowercase: "upgrade"), 7 where name.isEqual(toLowercase: "trailer"),
            10 where name.isEqual(toLowercase: "connection"), 10 where name.isEqual(toLowercase: "keep-alive"),
            13 where name.isEqual(toLowercase: "authorization"),
            // The length of the body is known from the body.
            14 where name.isEqual(toLowercase: "content-length"),
            17 where name.isEqual(toLowercase: "transfer-encoding"):
            return false
        case 6... where name.utf8.first.map(\.lowercasedASCII) == UInt8(ascii: "p") && Self.isProxyField(name):
            return false
        default:
            return hopFields.isEmpty || !hopFields.contains { name.isEqual(toLowercase: String($0)) }
        }
    }

    private static func isProxyField(_ name: String) -> Bool {
        String(decoding: name.utf8.prefix(6), as: UTF8.self).isEqual(toLowercase: "proxy-")
    }
}
