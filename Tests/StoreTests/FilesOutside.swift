import Glibc

/// Looks at files from outside.
enum FilesOutside {
    static func bytes(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Bytes of all files in a folder.
    static func total(in folder: String) -> Int {
        guard let stream = opendir(folder) else { return 0 }
        defer { closedir(stream) }
        var total = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { total += Self.bytes(folder + "/" + name) ?? 0 }
        }
        return total
    }

    /// All bytes of a file.
    static func read(_ path: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.bytes(path) ?? 0)
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    /// Permission bits.
    static func mode(_ path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    /// Writes bytes at an offset of a file, which is made where it does not exist.
    static func write(_ bytes: [UInt8], at offset: Int, of path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        _ = pwrite(descriptor, bytes, bytes.count, off_t(offset))
    }
}
