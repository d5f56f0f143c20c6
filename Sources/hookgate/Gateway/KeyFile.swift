import Glibc

/// The file that a sender's key is kept in.
enum KeyFile {
    /// Why a key could not be kept.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String {
            "\(self.path): \(self.reason); let the user that the gateway runs as write to this folder"
        }
    }

    /// Writes a key to a file that does not exist yet; the user of this process alone can read it.
    ///
    /// The file gets its name when all of it is on disk, and never that of another file: `link` refuses a name that is
    /// taken (`man 2 link`), where `rename` would replace it.
    static func create(_ path: String, _ key: String) throws(Failure) {
        let draft = "\(path).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer {
            close(descriptor)
            unlink(draft)
        }
        let bytes = Array("\(key)\n".utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, link(draft, path) == 0
        else {
            throw Self.failure(path)
        }
        try Self.syncFolder(of: path)
    }

    private static func syncFolder(of path: String) throws(Failure) {
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(path: path, reason: String(cString: strerror(errno)))
    }
}
