import Glibc

/// A sender on a real socket of the loopback, with nothing between it and the system.
///
/// Reading waits for the listener, at most ``secondsMax``: a listener that never answers fails the test.
final class TestClient {
    static let secondsMax = 20
    private let descriptor: Int32

    init(port: Int) {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: Self.secondsMax, tv_usec: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(self.descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        // Family, port and 127.0.0.1 in the system's form (`man 7 ip`).
        var address = [UInt8](repeating: 0, count: 16)
        withUnsafeBytes(of: UInt16(AF_INET)) { address.replaceSubrange(0..<2, with: $0) }
        withUnsafeBytes(of: UInt16(port).bigEndian) { address.replaceSubrange(2..<4, with: $0) }
        address.replaceSubrange(4..<8, with: [127, 0, 0, 1])
        address.withUnsafeBytes { bytes in
            // because: the array is not empty.
            let pointer = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            _ = connect(self.descriptor, pointer, socklen_t(bytes.count))
        }
    }

    deinit { close(self.descriptor) }

    /// Sends everything; `false` where the listener has closed.
    @discardableResult
    func send(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    func closeOutput() { shutdown(self.descriptor, Int32(SHUT_WR)) }

    /// Reads until so many answers are complete, or the listener closes.
    func answers(_ count: Int) -> [TestAnswer] {
        var text = ""
        while (TestAnswer.all(text)?.count ?? 0) < count, let more = self.read() { text += more }
        return TestAnswer.all(text) ?? []
    }

    /// Reads until the listener closes; `nil` where it does not.
    func readToEnd() -> String? {
        var text = ""
        while let more = self.read() { text += more }
        return errno == EAGAIN ? nil : text
    }

    private func read() -> String? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        errno = 0
        let count = buffer.withUnsafeMutableBytes { recv(self.descriptor, $0.baseAddress, $0.count, 0) }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
