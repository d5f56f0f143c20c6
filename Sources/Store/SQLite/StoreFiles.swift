import Glibc

/// Looks at the store's files without opening them: closing a descriptor of the database would drop SQLite's locks on it
/// (sqlite.org/howtocorrupt.html §2.2).
enum StoreFiles {
    /// Bytes of a file; 0 where there is none.
    static func bytes(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
