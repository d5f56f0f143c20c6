internal import Events

/// Where the requests of one connection begin and end: a value without I/O.
///
/// It stops after every request until ``answered()`` says that the next may begin, so one connection has one request at
/// a time and answers keep the order of the requests (RFC 9112 §9.3.2).
struct RequestFraming {
    enum Step: Equatable {
        /// Nothing can be said before more bytes come, or before the request is answered.
        case wait
        /// This many bytes go on to the parser; the last of the request where `isLast`.
        case forward(Int, isLast: Bool)
        /// This many bytes mean nothing.
        case skip(Int)
        case refuse(RejectionCause)
    }

    private enum State {
        case head(HeadScanner)
        case body(Int)
        case chunks(ChunkScanner)
        case complete
        case refused
    }

    private let headBytesMax: Int
    private var state: State

    init(headBytesMax: Int) {
        self.headBytesMax = headBytesMax
        self.state = .head(HeadScanner(bytesMax: headBytesMax))
    }

    /// Whether the last request was passed on as a whole and waits for its answer.
    var isComplete: Bool {
        if case .complete = self.state { true } else { false }
    }

    /// Whether the next byte belongs to a head.
    var isInHead: Bool {
        if case .head = self.state { true } else { false }
    }

    /// The answer is written: the next request may begin.
    mutating func answered() {
        self.state = .head(HeadScanner(bytesMax: self.headBytesMax))
    }

    /// What to do with the first of the bytes that were not taken yet.
    mutating func next(_ bytes: UnsafeRawBufferPointer) -> Step {
        switch self.state {
        case .head(var scanner): return self.nextOfHead(&scanner, bytes)
        case .body(let left):
            let taken = min(left, bytes.count)
            guard taken > 0 else { return .wait }
            self.state = taken == left ? .complete : .body(left - taken)
            return .forward(taken, isLast: taken == left)
        case .chunks(var scanner): return self.nextOfChunks(&scanner, bytes)
        case .complete, .refused: return .wait
        }
    }

    private mutating func nextOfHead(_ scanner: inout HeadScanner, _ bytes: UnsafeRawBufferPointer) -> Step {
        let step = scanner.scan(bytes)
        self.state = .head(scanner)
        switch step {
        case .needsMore: return .wait
        case .blankLine(let count): return .skip(count)
        case .refused(let cause):
            self.state = .refused
            return .refuse(cause)
        case .complete(let head, .none):
            self.state = .complete
            return .forward(head, isLast: true)
        case .complete(let head, .length(let length)):
            let taken = min(length, bytes.count - head)
            self.state = taken == length ? .complete : .body(length - taken)
            return .forward(head + taken, isLast: taken == length)
        case .complete(let head, .chunked):
            self.state = .chunks(ChunkScanner(overheadMax: self.headBytesMax))
            return .forward(head, isLast: false)
        }
    }

    private mutating func nextOfChunks(_ scanner: inout ChunkScanner, _ bytes: UnsafeRawBufferPointer) -> Step {
        let step = scanner.scan(bytes)
        self.state = .chunks(scanner)
        switch step {
        case .needsMore: return .wait
        case .skip(let count): return .skip(count)
        case .forward(let count, let isLast):
            if isLast { self.state = .complete }
            return .forward(count, isLast: isLast)
        case .refused(let cause):
            self.state = .refused
            return .refuse(cause)
        }
    }
}
