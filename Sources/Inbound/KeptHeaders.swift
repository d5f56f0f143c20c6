internal import Events
internal import NIOHTTP1

/// Chooses the header fields that are kept with an event: the end-to-end ones, without credentials.
enum KeptHeaders {
    /// Makes the block in one allocation.
    ///
    /// Where the fields need more than `bytesMax`, `content-type` is kept and the others in order as far as they fit.
    static func block(_ headers: HTTPHeaders, bytesMax: Int = Limits.keptHeaderBytesMax) -> HeaderBlock {
        let named = Self.connectionOptions(headers)
        var size = 0
        for (name, value) in headers where Self.isKept(name, named) {
            size += name.utf8.count + value.utf8.count + 2
        }
        guard size <= bytesMax else { return Self.cutBlock(headers, named, bytesMax: bytesMax) }
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var writer = Writer(buffer: buffer)
            for (name, value) in headers where Self.isKept(name, named) { writer.put(name, value) }
            count = writer.count
        }
        return HeaderBlock(bytes: bytes)
    }

    /// Writes fields in the form of ``HeaderBlock`` into memory that has room for them.
    private struct Writer {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count = 0

        mutating func put(_ name: String, _ value: String) {
            for byte in name.utf8 { self.put(byte.lowercasedASCII) }
            self.put(0)
            for byte in value.utf8 { self.put(byte) }
            self.put(0)
        }

        private mutating func put(_ byte: UInt8) {
            self.buffer[self.count] = byte
            self.count += 1
        }
    }

    private static func cutBlock(_ headers: HTTPHeaders, _ named: [Substring], bytesMax: Int) -> HeaderBlock {
        var block = HeaderBlock()
        var left = bytesMax
        func keep(_ name: String, _ value: String) {
            let size = name.utf8.count + value.utf8.count + 2
            guard size <= left else { return }
            left -= size
            block.append(name: name, value: value)
        }
        for (name, value) in headers where name.isEqual(toLowercase: "content-type") { keep(name, value) }
        for (name, value) in headers where Self.isKept(name, named) && !name.isEqual(toLowercase: "content-type") {
            keep(name, value)
        }
        return block
    }

    /// The fields that `Connection` names are for the next hop alone (RFC 9110 §7.6.1).
    private static func connectionOptions(_ headers: HTTPHeaders) -> [Substring] {
        var options: [Substring] = []
        for (name, value) in headers where name.isEqual(toLowercase: "connection") {
            guard !value.isEqual(toLowercase: "close"), !value.isEqual(toLowercase: "keep-alive") else { continue }
            for option in value.lowercased().split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
                options.append(option)
            }
        }
        return options
    }

    private static func isKept(_ name: String, _ named: [Substring]) -> Bool {
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
        case 6... where Self.isProxyField(name):
            return false
        default:
            return named.isEmpty || !named.contains { name.isEqual(toLowercase: String($0)) }
        }
    }

    private static func isProxyField(_ name: String) -> Bool {
        var prefix = "proxy-".utf8.makeIterator()
        for byte in name.utf8 {
            guard let expected = prefix.next() else { return true }
            if byte.lowercasedASCII != expected { return false }
        }
        return prefix.next() == nil
    }
}
