import Glibc

/// What a file holds.
package struct FileContent: Sendable, Equatable {
    package let bytes: [UInt8]
    /// Whether every user of the machine may read it.
    package let isWorldReadable: Bool

    package init(bytes: [UInt8], isWorldReadable: Bool) {
        self.bytes = bytes
        self.isWorldReadable = isWorldReadable
    }
}

/// Why a file could not be read, in a few words for people.
package struct FileReadingError: Error, Sendable, Equatable {
    package let reason: String
    /// Whether it holds more than was allowed.
    package let isTooLarge: Bool
    /// Whether there is no such file.
    package let isAbsent: Bool

    package init(reason: String, isTooLarge: Bool = false, isAbsent: Bool = false) {
        self.reason = reason
        self.isTooLarge = isTooLarge
        self.isAbsent = isAbsent
    }
}

/// Where gateway.conf and the files that it names are read from; injected, so that tests need none.
package struct FileReader: Sendable {
    /// Reads a whole file of at most so many bytes.
    package let read: @Sendable (_ path: String, _ bytesMax: Int) throws(FileReadingError) -> FileContent

    package init(_ read: @escaping @Sendable (_ path: String, _ bytesMax: Int) throws(FileReadingError) -> FileContent)
    {
        self.read = read
    }

    /// The files of the machine.
    package static let system = FileReader { path, bytesMax throws(FileReadingError) in
        // Not blocking, so that a path that names a pipe cannot hold up the start.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            throw FileReadingError(reason: String(cString: strerror(code)), isAbsent: code == ENOENT)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileReadingError(reason: String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileReadingError(reason: "it is a directory") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileReadingError(reason: String(cString: strerror(errno))) }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= bytesMax else {
                throw FileReadingError(
                    reason: "it holds more than \(SizeText.shown(Int64(bytesMax)))",
                    isTooLarge: true
                )
            }
        }
        return FileContent(bytes: bytes, isWorldReadable: status.st_mode & S_IROTH != 0)
    }
}
