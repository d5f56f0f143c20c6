internal import Events

/// Finds the end of a chunked body (RFC 9112 §7.1), strictly.
///
/// Chunk extensions are bounded. Trailer fields are checked and skipped: nothing reads them, so nothing may hide there.
struct ChunkScanner {
    enum Step: Equatable {
        case needsMore
        /// This many bytes go on to the parser; the last of the body where `isLast`.
        case forward(Int, isLast: Bool)
        /// This many bytes belong to trailer fields.
        case skip(Int)
        case refused(RejectionCause)
    }

    private enum State: Equatable {
        case size(digits: Int, value: Int)
        case `extension`(value: Int)
        case sizeEnd(value: Int)
        case data(Int)
        case dataReturn, dataEnd
        case trailerStart, trailerName, trailerValue, trailerEnd
        case bodyEnd
    }

    private var state = State.size(digits: 0, value: 0)
    /// Bytes of extensions and trailer fields so far, over the whole body.
    private var overhead = 0
    private let overheadMax: Int

    /// - Parameter overheadMax: Bytes of all chunk extensions and trailer fields of one body.
    init(overheadMax: Int) {
        self.overheadMax = overheadMax
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Step {
        var index = 0
        while index < bytes.count {
            switch self.state {
            case .data(let left):
                let taken = min(left, bytes.count - index)
                index += taken
                self.state = taken == left ? .dataReturn : .data(left - taken)
            case .trailerStart, .trailerName, .trailerValue, .trailerEnd, .bodyEnd:
                // What was passed so far goes on first; the trailer fields do not.
                return index > 0 ? .forward(index, isLast: false) : self.scanTrailers(bytes)
            default:
                guard self.takeSizeByte(bytes[index]) else { return .refused(.badRequest) }
                index += 1
            }
        }
        return index > 0 ? .forward(index, isLast: false) : .needsMore
    }

    /// Takes one byte of the lines around the data; `false` where it has no place there.
    private mutating func takeSizeByte(_ byte: UInt8) -> Bool {
        switch self.state {
        case .size(let digits, let value):
            if let digit = FieldBytes.hexDigit(byte) {
                // 15 digits stay below the range of Int; the body's own limit is far lower.
                guard digits < 15 else { return false }
                self.state = .size(digits: digits + 1, value: value << 4 | digit)
                return true
            }
            guard digits > 0 else { return false }
            switch byte {
            case .carriageReturn: self.state = .sizeEnd(value: value)
            case UInt8(ascii: ";"): self.state = .extension(value: value)
            default: return false
            }
        case .extension(let value):
            self.overhead += 1
            guard self.overhead <= self.overheadMax else { return false }
            guard byte == .carriageReturn else { return Self.isText(byte) }
            self.state = .sizeEnd(value: value)
        case .sizeEnd(let value):
            guard byte == .lineFeed else { return false }
            self.state = value == 0 ? .trailerStart : .data(value)
        case .dataReturn:
            guard byte == .carriageReturn else { return false }
            self.state = .dataEnd
        case .dataEnd:
            guard byte == .lineFeed else { return false }
            self.state = .size(digits: 0, value: 0)
        default: return false
        }
        return true
    }

    private static func isText(_ byte: UInt8) -> Bool { byte == .tab || (byte >= .space && byte != 0x7F) }

    private mutating func scanTrailers(_ bytes: UnsafeRawBufferPointer) -> Step {
        switch self.state {
        case .bodyEnd: return bytes[0] == .lineFeed ? .forward(1, isLast: true) : .refused(.badRequest)
        case .trailerStart where bytes[0] == .carriageReturn:
            self.state = .bodyEnd
            return .forward(1, isLast: false)
        default: break
        }
        var index = 0
        while index < bytes.count {
            if self.state == .trailerStart, bytes[index] == .carriageReturn { break }
            guard self.takeTrailerByte(bytes[index]) else { return .refused(.badRequest) }
            index += 1
        }
        return .skip(index)
    }

    private mutating func takeTrailerByte(_ byte: UInt8) -> Bool {
        self.overhead += 1
        guard self.overhead <= self.overheadMax else { return false }
        switch self.state {
        case .trailerStart:
            guard FieldBytes.isToken(byte) else { return false }
            self.state = .trailerName
        case .trailerName:
            guard byte == .colon else { return FieldBytes.isToken(byte) }
            self.state = .trailerValue
        case .trailerValue:
            guard byte == .carriageReturn else { return Self.isText(byte) }
            self.state = .trailerEnd
        case .trailerEnd:
            guard byte == .lineFeed else { return false }
            self.state = .trailerStart
        default: return false
        }
        return true
    }
}
