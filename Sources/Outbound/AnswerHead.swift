/// The head of an HTTP/1.1 answer, as far as a sender of webhooks cares.
struct AnswerHead {
    /// Why a head cannot be believed.
    struct Fault: Error { let text: String }

    var status: Int
    var retryAfter: String?
    var isKept: Bool
    var body: AnswerParser.Body

    /// Where the empty line behind the head ends; `nil` where it has not come.
    ///
    /// A lone LF ends a line too (RFC 9112 §2.2).
    static func end(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var position = start
        while position < bytes.count {
            guard bytes[position] == 0x0A else {
                position += 1
                continue
            }
            if position + 1 < bytes.count, bytes[position + 1] == 0x0A { return position + 2 }
            if position + 2 < bytes.count, bytes[position + 1] == 0x0D, bytes[position + 2] == 0x0A {
                return position + 3
            }
            position += 1
        }
        return nil
    }

    /// Whether an answer can begin with these bytes.
    static func canBegin(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let beginning: StaticString = "HTTP/1."
        for index in 0..<Swift.min(bytes.count, beginning.utf8CodeUnitCount)
        where bytes[index] != beginning.utf8Start[index] {
            return false
        }
        return true
    }

    /// Reads a whole head, its empty line included.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Result<AnswerHead, Fault> {
        guard bytes.count >= 13, Self.canBegin(bytes), bytes[7] == 0x30 || bytes[7] == 0x31, bytes[8] == 0x20,
            let status = Self.number(UnsafeRawBufferPointer(rebasing: bytes[9..<12])), status >= 100, bytes[12] <= 0x20
        else { return .failure(Fault(text: "it does not begin like HTTP/1.1")) }
        var fields = Fields(isKept: bytes[7] == 0x31)
        var position = Self.lineEnd(bytes, from: 0)
        while position < bytes.count {
            let end = Self.lineEnd(bytes, from: position)
            if let fault = fields.take(UnsafeRawBufferPointer(rebasing: bytes[position..<end])) {
                return .failure(fault)
            }
            position = end
        }
        return .success(
            AnswerHead(
                status: status,
                retryAfter: fields.retryAfter,
                isKept: fields.isKept && !(fields.isTransferEncoded && fields.length != nil),
                body: Self.body(status: status, fields)
            )
        )
    }

    /// How the body ends (RFC 9112 §6.3).
    private static func body(status: Int, _ fields: Fields) -> AnswerParser.Body {
        if status == 204 || status == 304 { return .done }
        if fields.isTransferEncoded { return fields.isChunked ? .chunked(.size(digits: 0, value: 0)) : .untilTheEnd }
        guard let length = fields.length else { return .untilTheEnd }
        return length == 0 ? .done : .counted(length)
    }

    /// Behind the next LF.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        return Swift.min(position + 1, bytes.count)
    }

    static func number(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 15 else { return nil }
        var value = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }
}

extension AnswerHead {
    /// The fields that decide how an answer ends.
    private struct Fields {
        var isKept: Bool
        var length: Int?
        var isTransferEncoded = false
        var isChunked = false
        var retryAfter: String?

        init(isKept: Bool) { self.isKept = isKept }

        /// Takes one line; an empty one is the end of the head.
        mutating func take(_ line: UnsafeRawBufferPointer) -> Fault? {
            guard let colon = line.firstIndex(of: 0x3A) else {
                return line.allSatisfy { $0 == 0x0D || $0 == 0x0A }
                    ? nil : Fault(text: "its head has a line without a colon")
            }
            let value = Self.trimmed(line[(colon + 1)...])
            switch colon {
            case 10 where Self.isName(line, "connection"):
                if Self.hasToken(value, "close") { self.isKept = false }
                if Self.hasToken(value, "keep-alive") { self.isKept = true }
            case 11 where Self.isName(line, "retry-after"):
                self.retryAfter = String(decoding: value, as: UTF8.self)
            case 14 where Self.isName(line, "content-length"):
                guard let number = AnswerHead.number(value), self.length == nil || self.length == number else {
                    return Fault(text: "its Content-Length is no number, or there are two")
                }
                self.length = number
            case 17 where Self.isName(line, "transfer-encoding"):
                self.isTransferEncoded = true
                self.isChunked = Self.hasToken(value, "chunked")
            default:
                break
            }
            return nil
        }

        private static func trimmed(_ slice: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
            var slice = slice
            while let first = slice.first, first <= 0x20 { slice = slice.dropFirst() }
            while let last = slice.last, last <= 0x20 { slice = slice.dropLast() }
            return UnsafeRawBufferPointer(rebasing: slice)
        }

        /// Whether the line begins with a name, given in lower case.
        private static func isName(_ line: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
            for index in 0..<name.utf8CodeUnitCount where line[index] | 0x20 != name.utf8Start[index] { return false }
            return true
        }

        /// Whether a comma-separated value has a token, given in lower case.
        private static func hasToken(_ value: UnsafeRawBufferPointer, _ token: StaticString) -> Bool {
            value.split(separator: 0x2C).contains { part in
                let part = Self.trimmed(part)
                return part.count == token.utf8CodeUnitCount && Self.isName(part, token)
            }
        }
    }
}
