import Glibc

/// A blocking connection to a port of the loopback, for what no HTTP client would do.
final class LocalSocket {
    private let descriptor: Int32

    /// - Throws: ``StageError`` where nobody listens.
    init(port: Int) throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = Self.address(port: port)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(self.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw StageError("nobody listens on port \(port)") }
    }

    deinit {
        close(self.descriptor)
    }

    func write(_ text: String) throws {
        var text = text
        let sent = text.withUTF8 { send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard sent == text.utf8.count else { throw StageError("the connection was closed while writing") }
    }

    /// Everything until the other side closes, or twenty seconds of silence.
    func readToEnd() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(self.descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    /// One GET on a connection of its own.
    static func get(port: Int, path: String, headers: [String] = []) throws -> (status: Int, body: String) {
        let connection = try LocalSocket(port: port)
        let extra = headers.map { $0 + "\r\n" }.joined()
        try connection.write("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\(extra)\r\n")
        let answer = connection.readToEnd()
        guard let end = answer.firstRange(of: "\r\n\r\n"), let status = Int(answer.dropFirst(9).prefix(3)) else {
            throw StageError("no HTTP answer on port \(port): \(answer.prefix(200))")
        }
        return (status, String(answer[end.upperBound...]))
    }

    static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
