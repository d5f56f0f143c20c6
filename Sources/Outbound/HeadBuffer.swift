/// The header lines of one request, each ended by CR LF, in memory that its slot keeps from request to request.
///
/// The memory is what libcurl and the socket read, so it must not move while a request is on its way.
struct HeadBuffer: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    private(set) var count = 0
    /// Where each line begins.
    private(set) var lines: [Int] = []

    init(capacity: Int = 1_024) {
        self.storage = .allocate(byteCount: Swift.max(64, capacity), alignment: 1)
    }

    deinit { self.storage.deallocate() }

    /// What was written since the last ``clear()``.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self.storage[..<self.count]) }

    /// Where the line with this index stands; valid until something is written.
    func line(_ index: Int) -> UnsafeMutablePointer<CChar> {
        // because: the buffer is never empty.
        (self.storage.baseAddress! + self.lines[index]).assumingMemoryBound(to: CChar.self)
    }

    /// How many bytes the line has, its CR LF not counted.
    func length(ofLine index: Int) -> Int {
        (index + 1 < self.lines.count ? self.lines[index + 1] : self.count) - self.lines[index] - 2
    }

    mutating func clear() {
        self.count = 0
        self.lines.removeAll(keepingCapacity: true)
    }

    // MARK: Whole lines

    /// Writes one field; a byte that would end the line or the field becomes a space (RFC 9110 §5.5).
    mutating func append(_ name: String, _ value: String) {
        self.beginLine()
        self.write(name)
        self.write(": ")
        self.writeValue(value)
        self.endLine()
    }

    /// Writes lines that another buffer made.
    mutating func append(_ block: borrowing HeadBuffer) {
        let offset = self.count
        self.write(block.bytes)
        for line in block.lines { self.lines.append(offset + line) }
    }

    // MARK: Parts of a line

    mutating func beginLine() { self.lines.append(self.count) }

    mutating func endLine() {
        self.write(byte: UInt8(ascii: "\r"))
        self.write(byte: UInt8(ascii: "\n"))
    }

    mutating func write(byte: UInt8) {
        self.reserve(1)
        self.storage[self.count] = byte
        self.count += 1
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        self.reserve(bytes.count)
        UnsafeMutableRawBufferPointer(rebasing: self.storage[self.count...]).copyMemory(from: bytes)
        self.count += bytes.count
    }

    mutating func write(_ text: StaticString) {
        self.write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { self.write(UnsafeRawBufferPointer($0)) }
    }

    mutating func writeValue(_ text: String) {
        var text = text
        text.withUTF8 { self.writeValue(UnsafeRawBufferPointer($0)) }
    }

    mutating func writeValue(_ bytes: UnsafeRawBufferPointer) {
        self.reserve(bytes.count)
        for byte in bytes {
            self.storage[self.count] = (byte < 0x20 && byte != 0x09) || byte == 0x7F ? 0x20 : byte
            self.count += 1
        }
    }

    /// Writes text as visible ASCII: every other byte, and `%` itself, as `%XX` (RFC 3986 §2.1).
    mutating func writePercentEncoded(_ text: String) {
        let digits: StaticString = "0123456789ABCDEF"
        self.reserve(text.utf8.count * 3)
        for byte in text.utf8 {
            if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "%") {
                self.storage[self.count] = byte
                self.count += 1
            } else {
                self.storage[self.count] = UInt8(ascii: "%")
                self.storage[self.count + 1] = digits.utf8Start[Int(byte >> 4)]
                self.storage[self.count + 2] = digits.utf8Start[Int(byte & 15)]
                self.count += 3
            }
        }
    }

    mutating func write(decimal value: Int) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { buffer in
            var position = buffer.count
            var rest = value.magnitude
            repeat {
                position -= 1
                buffer[position] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 {
                position -= 1
                buffer[position] = UInt8(ascii: "-")
            }
            self.write(UnsafeRawBufferPointer(rebasing: buffer[position...]))
        }
    }

    /// Writes 16 lower-case hexadecimal digits.
    mutating func write(hexadecimal value: UInt64) {
        let digits: StaticString = "0123456789abcdef"
        var shift: UInt64 = 64
        while shift > 0 {
            shift -= 4
            self.write(byte: digits.utf8Start[Int((value >> shift) & 15)])
        }
    }

    private mutating func reserve(_ extra: Int) {
        guard self.count + extra > self.storage.count else { return }
        var capacity = self.storage.count
        while capacity < self.count + extra { capacity *= 2 }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
        larger.copyMemory(from: self.bytes)
        self.storage.deallocate()
        self.storage = larger
    }
}
