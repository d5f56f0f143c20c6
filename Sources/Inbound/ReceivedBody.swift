internal import NIOCore

/// The body of one request while it arrives: the socket's own buffer as long as that holds all of it, one array after that.
struct ReceivedBody {
    private enum Storage {
        case empty
        case buffer(ByteBuffer)
        case gathered([UInt8])
    }

    /// Bytes that are set aside at once where a `Content-Length` announces a body; more only as it really comes.
    private static let reserveMax = 64 * 1024

    private var storage = Storage.empty

    /// Bytes that arrived.
    var count: Int {
        switch self.storage {
        case .empty: 0
        case .buffer(let buffer): buffer.readableBytes
        case .gathered(let bytes): bytes.count
        }
    }

    /// Adds the next part.
    ///
    /// - Parameters:
    ///   - part: Bytes that follow the ones that came before.
    ///   - announced: What `Content-Length` says, or 0.
    mutating func append(_ part: ByteBuffer, announced: Int) {
        var gathered: [UInt8]
        switch self.storage {
        case .empty:
            self.storage = .buffer(part)
            return
        case .buffer(let first):
            gathered = []
            gathered.reserveCapacity(max(min(announced, Self.reserveMax), first.readableBytes + part.readableBytes))
            first.withUnsafeReadableBytes { gathered.append(contentsOf: $0) }
        case .gathered(let bytes):
            gathered = bytes
        }
        // Only one owner, or the append copies everything.
        self.storage = .empty
        part.withUnsafeReadableBytes { gathered.append(contentsOf: $0) }
        self.storage = .gathered(gathered)
    }

    /// Lends all bytes in one piece.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch self.storage {
        case .empty: body(UnsafeRawBufferPointer(start: nil, count: 0))
        case .buffer(let buffer): buffer.withUnsafeReadableBytes(body)
        case .gathered(let bytes): bytes.withUnsafeBytes(body)
        }
    }

    /// All bytes as an array; without a copy where they were gathered.
    var bytes: [UInt8] {
        switch self.storage {
        case .empty: []
        case .buffer(let buffer): buffer.withUnsafeReadableBytes { Array($0) }
        case .gathered(let bytes): bytes
        }
    }
}
