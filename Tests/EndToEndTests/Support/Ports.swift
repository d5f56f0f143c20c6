import Glibc
import Synchronization

/// Free ports of the loopback, each given out once.
///
/// They lie below the range from which the kernel serves clients, so that no connection takes one before its server does.
enum Ports {
    private static let next = Mutex(20_000 + Int(getpid()) % 5_000)

    static func free() throws -> Int {
        try self.next.withLock { next in
            for _ in 0..<2_000 {
                next += 1
                if self.isFree(next) { return next }
            }
            throw StageError("no free port")
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = LocalSocket.address(port: port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
