import Events
import Glibc

/// Room that is taken in advance and given back when the disk is full, so that records and deletion still find some.
struct ReserveFile {
    let path: String
    /// Bytes; 0 for no reserve.
    let bytes: Int
    /// Says how many bytes are free beside a file, where that is not for the system to say.
    var measure: @Sendable (String) -> Int? = Self.freeBytes(beside:)

    /// Whether the room is taken.
    var isInPlace: Bool {
        guard self.bytes > 0 else { return true }
        var status = stat()
        guard stat(self.path, &status) == 0 else { return false }
        return Int(status.st_size) >= self.bytes && Int(status.st_blocks) * 512 >= self.bytes
    }

    /// Takes the room, if the disk has it and as much again beside it; without the second half it would be gone at once.
    func putInPlace() -> Bool {
        if self.isInPlace { return true }
        guard let free = self.measure(self.path), free >= 2 * self.bytes else { return false }
        let descriptor = open(self.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard posix_fallocate(descriptor, 0, off_t(self.bytes)) == 0 else {
            self.giveUp()
            return false
        }
        return true
    }

    /// Gives the room to the disk.
    func giveUp() { unlink(self.path) }

    /// Bytes that are free on the disk of a file's folder, or `nil` where nobody can say (`man 3 statvfs`).
    @Sendable static func freeBytes(beside path: String) -> Int? {
        var folder = path
        while !folder.isEmpty, folder.last != "/" { folder.removeLast() }
        var status = statvfs()
        guard statvfs(folder.isEmpty ? "." : folder, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
