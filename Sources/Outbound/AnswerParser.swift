import Events

/// Reads one HTTP/1.1 answer as its bytes come in (RFC 9112 §6).
///
/// Pure: bytes in, progress out.
struct AnswerParser {
    enum Progress: Equatable {
        case more
        /// Everything was read, or as much of it as is wanted.
        case done
        /// What came is no answer.
        case malformed(String)
    }

    enum Body: Equatable {
        case head
        /// So many bytes are left.
        case counted(Int)
        case chunked(ChunkState)
        case untilTheEnd
        case done
    }

    /// What comes next of a chunked body.
    enum ChunkState: Equatable {
        /// Digits of a chunk's size so far, and their value.
        case size(digits: Int, value: Int)
        /// The rest of a size line, ignored.
        case sizeRest(value: Int)
        case data(left: Int)
        /// The line end behind the data.
        case dataEnd
        /// A line of the trailer, with its length so far.
        case trailer(length: Int)
    }

    private(set) var status = 0
    private(set) var retryAfter: String?
    /// Whether the connection may be used again.
    private(set) var isKept = true
    /// Reading stopped at ``Limits/responseReadBytesMax``.
    private(set) var isCapped = false
    /// The first bytes of the body of a failure.
    private(set) var kept: [UInt8] = []
    /// Whether a byte of the answer has come.
    private(set) var hasBegun = false

    private var body = Body.head
    private var bodyBytes = 0
    private var trailerBytes = 0
    /// The head as far as it came, where it came in pieces.
    private var head: [UInt8] = []
    private var scanned = 0

    /// Takes the next bytes.
    ///
    /// After ``Progress/done`` further bytes mean that the connection is out of step.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) -> Progress {
        guard !bytes.isEmpty else { return .more }
        self.hasBegun = true
        guard case .head = self.body else { return self.feedBody(bytes) }
        guard !self.head.isEmpty else { return self.feedHead(bytes) }
        self.head.append(contentsOf: bytes)
        let head = self.head
        self.head = []
        return head.withUnsafeBytes { self.feedHead($0) }
    }

    /// The connection ended.
    ///
    /// - Returns: Whether the answer is complete all the same.
    mutating func end() -> Bool {
        guard case .untilTheEnd = self.body else { return false }
        self.body = .done
        self.isKept = false
        return true
    }

    // MARK: Head

    private mutating func feedHead(_ bytes: UnsafeRawBufferPointer) -> Progress {
        guard let end = AnswerHead.end(of: bytes, from: self.scanned) else {
            guard bytes.count < Limits.responseHeadBytesMax else { return .malformed("its head is longer than 64 KiB") }
            // No answer begins with these bytes: do not wait for the rest.
            guard AnswerHead.canBegin(bytes) else { return .malformed("it does not begin like HTTP/1.1") }
            self.head = Array(bytes)
            self.scanned = Swift.max(0, bytes.count - 3)
            return .more
        }
        self.scanned = 0
        let rest = UnsafeRawBufferPointer(rebasing: bytes[end...])
        switch AnswerHead.read(UnsafeRawBufferPointer(rebasing: bytes[..<end])) {
        case .failure(let reason):
            return .malformed(reason.text)
        case .success(let head) where head.status < 200:
            // An interim answer; the real one follows (RFC 9110 §15.2).
            guard head.status != 101 else { return .malformed("it switches protocols, which nobody asked for") }
            return rest.isEmpty ? .more : self.feedHead(rest)
        case .success(let head):
            self.status = head.status
            self.retryAfter = head.retryAfter
            self.isKept = head.isKept
            self.body = head.body
            if case .untilTheEnd = head.body { self.isKept = false }
            return self.feedBody(rest)
        }
    }

    // MARK: Body

    private mutating func feedBody(_ bytes: UnsafeRawBufferPointer) -> Progress {
        switch self.body {
        case .head, .done:
            return self.surplus(bytes)
        case .counted(let left):
            let count = Swift.min(left, bytes.count)
            self.keep(bytes[..<count])
            if count == left {
                self.body = .done
                return self.surplus(UnsafeRawBufferPointer(rebasing: bytes[count...]))
            }
            self.body = .counted(left - count)
        case .untilTheEnd:
            self.keep(bytes[...])
        case .chunked(let state):
            if let reason = self.feedChunks(bytes, from: state) { return .malformed(reason) }
            if case .done = self.body { return .done }
        }
        guard self.bodyBytes >= Limits.responseReadBytesMax else { return .more }
        self.isCapped = true
        self.isKept = false
        return .done
    }

    /// Bytes behind the answer: nobody asked for them, so the connection cannot be trusted.
    private mutating func surplus(_ bytes: UnsafeRawBufferPointer) -> Progress {
        if !bytes.isEmpty { self.isKept = false }
        return .done
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
        self.bodyBytes += bytes.count
        guard !(200...299).contains(self.status), self.kept.count < Limits.responseKeptBytesMax else { return }
        self.kept.append(contentsOf: bytes.prefix(Limits.responseKeptBytesMax - self.kept.count))
    }

    // MARK: Chunks

    /// Reads chunks (RFC 9112 §7.1).
    ///
    /// - Returns: Why they are none.
    private mutating func feedChunks(_ bytes: UnsafeRawBufferPointer, from start: ChunkState) -> String? {
        var state = start
        var position = 0
        while position < bytes.count {
            if case .data(let left) = state {
                let count = Swift.min(left, bytes.count - position)
                self.keep(bytes[position..<(position + count)])
                position += count
                state = count == left ? .dataEnd : .data(left: left - count)
                continue
            }
            let byte = bytes[position]
            position += 1
            guard let next = self.next(after: state, byte) else { return "its chunks are not well formed" }
            state = next
            guard case .trailer(length: -1) = state else { continue }
            self.body = .done
            _ = self.surplus(UnsafeRawBufferPointer(rebasing: bytes[position...]))
            return nil
        }
        self.body = .chunked(state)
        return nil
    }

    /// The state after one byte that is no data; `.trailer(length: -1)` is the end.
    private mutating func next(after state: ChunkState, _ byte: UInt8) -> ChunkState? {
        let isLineFeed = byte == 0x0A
        switch state {
        case .size(let digits, let value):
            if let digit = AnswerHead.hexadecimal(byte) {
                return digits < 8 ? .size(digits: digits + 1, value: value << 4 | digit) : nil
            }
            guard digits > 0, isLineFeed || byte == 0x0D || byte == 0x3B || byte == 0x20 || byte == 0x09 else {
                return nil
            }
            return isLineFeed ? Self.begin(value) : .sizeRest(value: value)
        case .sizeRest(let value):
            return isLineFeed ? Self.begin(value) : state
        case .data:
            return nil
        case .dataEnd:
            return isLineFeed ? .size(digits: 0, value: 0) : byte == 0x0D ? state : nil
        case .trailer(let length):
            self.trailerBytes += 1
            guard self.trailerBytes < Limits.responseHeadBytesMax else { return nil }
            if isLineFeed { return .trailer(length: length == 0 ? -1 : 0) }
            return byte == 0x0D ? state : .trailer(length: length + 1)
        }
    }

    private static func begin(_ size: Int) -> ChunkState { size == 0 ? .trailer(length: 0) : .data(left: size) }
}
