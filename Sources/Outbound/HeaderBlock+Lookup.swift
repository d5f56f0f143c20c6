import Events

extension HeaderBlock {
    /// Finds the first field of a name, in lower case, without making strings.
    func withFirst<Result>(_ name: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard !self.bytes.isEmpty else { return nil }
        return self.bytes.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                let nameEnd = Self.end(bytes, from: position)
                let valueEnd = Self.end(bytes, from: nameEnd + 1)
                guard valueEnd <= bytes.count else { return nil }
                if nameEnd - position == name.count, bytes[position..<nameEnd].elementsEqual(name) {
                    return body(UnsafeRawBufferPointer(rebasing: bytes[(nameEnd + 1)..<valueEnd]))
                }
                position = valueEnd + 1
            }
            return nil
        }
    }

    /// Where the next NUL stands, or beyond the end.
    private static func end(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != 0 { position += 1 }
        return position < bytes.count ? position : bytes.count + 1
    }
}
