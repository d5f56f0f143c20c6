import Events
import Glibc

/// Holds a store for one process: `flock` on a file beside it, which the kernel lets go of however the process ends.
final class StoreLock {
    private let descriptor: Int32

    /// Milliseconds between two looks at a lock that another process holds.
    private static let lookEveryMilliseconds: Int64 = 50

    /// - Parameters:
    ///   - path: The lock file; made where it does not exist, and never removed (whoever removed it would make two locks).
    ///   - store: The store's path, for messages.
    ///   - waitMilliseconds: How long to wait for another process.
    /// - Throws: ``StoreError``: `locked`, naming the holder's pid; `unreachable` or `readOnly` for the file itself.
    init(path: String, store: String, waitMilliseconds: Int64) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(opening: path, of: store, errno: errno) }
        var waited: Int64 = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                let error = StoreError(opening: path, of: store, errno: errno)
                close(descriptor)
                throw error
            }
            guard waited < waitMilliseconds else {
                let holder = Self.holder(descriptor)
                close(descriptor)
                throw StoreError(
                    .locked,
                    "the store \(store) is in use by \(holder.map { "process \($0)" } ?? "another process"); "
                        + "stop that one first, or give this gateway a store of its own"
                )
            }
            usleep(UInt32(Self.lookEveryMilliseconds * 1000))
            waited += Self.lookEveryMilliseconds
        }
        self.descriptor = descriptor
        self.writeHolder()
    }

    deinit { close(self.descriptor) }

    private func writeHolder() {
        let text = Array("\(getpid())\n".utf8)
        // Only for people who ask who holds it; the lock itself is the kernel's.
        _ = ftruncate(self.descriptor, 0)
        _ = pwrite(self.descriptor, text, text.count, 0)
    }

    private static func holder(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let digits = bytes[..<count].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

extension StoreError {
    /// Says why a file of the store could not be opened (`man 2 open`).
    init(opening path: String, of store: String, errno: Int32) {
        let cause = "\(path): \(String(cString: strerror(errno)))"
        switch errno {
        case EROFS, EACCES, EPERM:
            self.init(
                .readOnly,
                "the store \(store) cannot be written; give the gateway's user the right to write it and its folder",
                cause: cause
            )
        case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG:
            self.init(.unreachable, "the folder of the store \(store) does not exist; create it", cause: cause)
        case EISDIR:
            self.init(.unreachable, "the store \(store) is a folder; name a file in it", cause: cause)
        case ENOSPC, EDQUOT:
            self.init(.full, "there is no room left for the store \(store); make room on its disk", cause: cause)
        default:
            self.init(.inputOutput, "a file of the store \(store) cannot be opened; check its disk", cause: cause)
        }
    }
}
