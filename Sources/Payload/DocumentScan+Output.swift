extension DocumentScan {
    /// Bytes beyond the end that a short copy may write to.
    static let slack = 64

    /// Where the byte at ``position`` stands in the result.
    @inline(__always)
    var outputPosition: Int { self.outputCount &+ self.position &- self.runStart }

    /// Copies what stays as it is, up to `place`; the caller says where the next run begins.
    @inline(__always)
    mutating func copyRun(upTo place: Int) {
        let count = place &- self.runStart
        guard count > 0 else { return }
        let from = UnsafeRawPointer(self.input + self.runStart)
        let to = UnsafeMutableRawPointer(self.output + self.outputCount)
        if count <= 16, self.runStart &+ 16 <= self.end {
            // Two words however short the run: cheaper than a call, and the slack takes what is too much.
            to.storeBytes(of: from.loadUnaligned(as: UInt64.self), as: UInt64.self)
            to.storeBytes(of: from.loadUnaligned(fromByteOffset: 8, as: UInt64.self), toByteOffset: 8, as: UInt64.self)
        } else {
            to.copyMemory(from: from, byteCount: count)
        }
        self.outputCount &+= count
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        self.output[self.outputCount] = byte
        self.outputCount &+= 1
    }

    /// Makes sure that `count` bytes fit in all.
    @inline(__always)
    mutating func reserve(_ count: Int) {
        if count > self.outputCapacity { self.grow(to: count) }
    }

    @inline(never)
    private mutating func grow(to count: Int) {
        let capacity = max(count, self.outputCapacity + self.outputCapacity / 2)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: self.output, count: self.outputCount)
        self.output.deallocate()
        self.output = larger
        self.outputCapacity = capacity
    }
}
