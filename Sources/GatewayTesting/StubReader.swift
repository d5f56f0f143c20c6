import Glibc

/// Reads requests from one connection.
struct StubReader {
    let descriptor: Int32
    let stop: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32, stop: Int32) {
        self.descriptor = descriptor
        self.stop = stop
    }

    /// The next complete request; `nil` when the connection or the target has ended.
    mutating func next(connection: Int) -> StubRequest? {
        while true {
            if let end = self.headEnd() {
                let lines = String(decoding: self.buffer[..<end], as: UTF8.self).split(separator: "\r\n")
                let headers = lines.dropFirst().map { line in
                    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
                    return (name: String(parts[0]), value: value)
                }
                let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
                guard self.fill(to: end + 4 + length) else { return nil }
                let words = lines.first?.split(separator: " ") ?? []
                let request = StubRequest(
                    method: words.first.map(String.init) ?? "",
                    target: words.count > 1 ? String(words[1]) : "",
                    headers: Array(headers),
                    body: Array(self.buffer[(end + 4)..<(end + 4 + length)]),
                    connection: connection
                )
                self.buffer.removeFirst(end + 4 + length)
                return request
            }
            guard self.fill(to: self.buffer.count + 1) else { return nil }
        }
    }

    private func headEnd() -> Int? {
        guard self.buffer.count >= 4 else { return nil }
        return (0...(self.buffer.count - 4)).first { self.buffer[$0..<($0 + 4)].elementsEqual([13, 10, 13, 10]) }
    }

    private mutating func fill(to count: Int) -> Bool {
        while self.buffer.count < count {
            var waited = [
                pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: self.stop, events: 0, revents: 0),
            ]
            poll(&waited, 2, -1)
            guard waited[1].revents == 0 else { return false }
            var piece = [UInt8](repeating: 0, count: 16_384)
            let read = Glibc.recv(self.descriptor, &piece, piece.count, 0)
            guard read > 0 else { return false }
            self.buffer.append(contentsOf: piece[..<read])
        }
        return true
    }
}
