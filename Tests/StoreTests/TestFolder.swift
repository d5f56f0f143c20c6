import Glibc

/// Runs `body` with a folder of its own, which is removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/hookgate-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FolderError(errno: errno) }
    let folder = template.withUnsafeBufferPointer {
        String(decoding: UnsafeRawBufferPointer($0).dropLast(), as: UTF8.self)
    }
    defer {
        if let stream = opendir(folder) {
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                unlink(folder + "/" + name)
            }
            closedir(stream)
        }
        rmdir(folder)
    }
    return try body(folder)
}

struct FolderError: Error {
    let errno: Int32
}
