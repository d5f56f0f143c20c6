// Reads the raw bytes of one request head before the HTTP parser sees them.
//
// Why two readers: whoever stands in front of the gateway or behind it must find the same end of every request, and a
// parser that forgives (folded lines, a bare CR, two lengths) finds another one. This reader forgives nothing and
// decides the framing; the parser behind it is handed complete heads only, and both must agree.
//
// Not here: what the fields mean for the gateway (IngestHandler+Receive.swift).

internal import Events

/// Finds the end of a request head and how its body is framed (RFC 9112 §2-§6).
///
/// Bytes may come in pieces: every call sees all bytes of the head so far and goes on where the last one stopped.
struct HeadScanner {
    /// How the body of the request ends.
    enum BodyFraming: Equatable {
        case none
        /// After this many bytes.
        case length(Int)
        /// After the last chunk.
        case chunked
    }

    enum Step: Equatable {
        /// The head is not complete.
        case needsMore
        /// An empty line before the request line, of this many bytes (RFC 9112 §2.2 asks to ignore one).
        case blankLine(Int)
        /// The head ends after this many bytes.
        case complete(Int, BodyFraming)
        case refused(RejectionCause)
    }

    private let bytesMax: Int
    private var position = 0
    private var lineStart = 0
    private var hasRequestLine = false
    private var hasBlankLine = false
    private var isOldVersion = false
    private var hosts = 0
    private var contentLength: Int?
    private var isChunked = false

    /// - Parameter bytesMax: Bytes of the request line and all fields, the empty line at the end included.
    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Looks at the bytes from the start of the head on.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Step {
        let end = min(bytes.count, self.bytesMax)
        while let place = ControlBytes.first(in: bytes, from: self.position, to: end) {
            switch bytes[place] {
            case .tab where self.hasRequestLine && place > self.lineStart:
                self.position = place + 1
            case .carriageReturn:
                guard place + 1 < end else {
                    self.position = place
                    return self.unfinished(bytes.count)
                }
                guard bytes[place + 1] == .lineFeed else { return .refused(.badRequest) }
                if let step = self.endLine(bytes, at: place) { return step }
            default:
                return .refused(.badRequest)
            }
        }
        self.position = end
        return self.unfinished(bytes.count)
    }

    private func unfinished(_ count: Int) -> Step {
        count >= self.bytesMax ? .refused(.headTooLarge) : .needsMore
    }

    /// Takes the line that ends at `end`; `nil` where the head goes on.
    private mutating func endLine(_ bytes: UnsafeRawBufferPointer, at end: Int) -> Step? {
        let line = UnsafeRawBufferPointer(rebasing: bytes[self.lineStart..<end])
        self.lineStart = end + 2
        self.position = end + 2
        guard !line.isEmpty else { return self.endHead() }
        let isGood = self.hasRequestLine ? self.takeField(line) : self.takeRequestLine(line)
        return isGood ? nil : .refused(.badRequest)
    }

    private mutating func endHead() -> Step {
        guard self.hasRequestLine else {
            guard !self.hasBlankLine else { return .refused(.badRequest) }
            self.hasBlankLine = true
            let count = self.position
            self.position = 0
            self.lineStart = 0
            return .blankLine(count)
        }
        let hasGoodHost = self.hosts == 1 || (self.hosts == 0 && self.isOldVersion)
        guard hasGoodHost else { return .refused(.badRequest) }
        switch (self.contentLength, self.isChunked) {
        case (nil, false): return .complete(self.position, .none)
        case (let length?, false): return .complete(self.position, length == 0 ? .none : .length(length))
        // HTTP/1.0 knows no chunks, and a recipient of its time would read the body to the end of the connection.
        case (nil, true): return self.isOldVersion ? .refused(.badRequest) : .complete(self.position, .chunked)
        case (_?, true): return .refused(.badRequest)
        }
    }

    /// Takes `method SP target SP version`, with exactly two spaces (RFC 9112 §3).
    private mutating func takeRequestLine(_ line: UnsafeRawBufferPointer) -> Bool {
        let suffixLength = 9
        guard line.count > suffixLength + 2 else { return false }
        let version = UnsafeRawBufferPointer(rebasing: line[(line.count - suffixLength)...])
        if version.isEqual(to: " HTTP/1.0") {
            self.isOldVersion = true
        } else if !version.isEqual(to: " HTTP/1.1") {
            return false
        }
        var index = 0
        let end = line.count - suffixLength
        while index < end, FieldBytes.isToken(line[index]) { index += 1 }
        guard index > 0, index + 1 < end, line[index] == .space else { return false }
        index += 1
        while index < end, line[index] > .space, line[index] < 0x7F { index += 1 }
        self.hasRequestLine = true
        return index == end
    }

    /// Takes `name: value` and remembers what frames the body (RFC 9112 §5).
    private mutating func takeField(_ line: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < line.count, FieldBytes.isToken(line[index]) { index += 1 }
        // A line that begins with white space is folded, and white space before the colon hides a name: no token either.
        guard index > 0, index < line.count, line[index] == .colon else { return false }
        let name = UnsafeRawBufferPointer(rebasing: line[..<index])
        switch name.count {
        case 4 where name.isEqual(toLowercase: "host"):
            self.hosts += 1
            return FieldBytes.isHost(line.trimmed(from: index + 1))
        case 14 where name.isEqual(toLowercase: "content-length"):
            guard self.contentLength == nil, let length = FieldBytes.length(line.trimmed(from: index + 1)) else {
                return false
            }
            self.contentLength = length
        case 17 where name.isEqual(toLowercase: "transfer-encoding"):
            guard !self.isChunked, line.trimmed(from: index + 1).isEqual(toLowercase: "chunked") else { return false }
            self.isChunked = true
        default: break
        }
        return true
    }
}
