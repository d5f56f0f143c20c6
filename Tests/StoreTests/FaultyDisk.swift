import CSQLite
import Glibc
import Synchronization

/// A file layer of SQLite that passes everything on to the system's, and fails on demand.
///
/// Registered under its own name; the files are real.
final class FaultyDisk: Sendable {
    /// What the disk does wrong at the moment.
    struct Faults: Sendable {
        /// Every fsync fails, after the data went to the file.
        var failsSync = false
        /// Bytes that all files of the folder may have together.
        var capacity: Int?
        /// Reads fail.
        var failsRead = false
    }

    let name: String
    /// Where the files are; needed for ``Faults/capacity``.
    let folder: String
    private let faults = Mutex(Faults())
    private let syncs = Atomic<Int>(0)

    private static let number = Atomic<Int>(0)

    init(folder: String = "") {
        self.folder = folder
        self.name = "faulty-\(Self.number.add(1, ordering: .relaxed).newValue)"
        // because: the system's layer is always there; without it no test could run.
        let system = sqlite3_vfs_find(nil)!
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: system.pointee)
        layer.pointee.pNext = nil
        layer.pointee.szOsFile = FaultyFile.headBytes + system.pointee.szOsFile
        layer.pointee.zName = UnsafePointer(strdup(self.name))
        layer.pointee.xOpen = FaultyFile.open
        FaultyFile.disks.withLock { $0[self.name] = self }
        // Never taken back: SQLite keeps the pointer.
        sqlite3_vfs_register(layer, 0)
    }

    func set(_ change: (inout Faults) -> Void) { self.faults.withLock { change(&$0) } }
    var now: Faults { self.faults.withLock { $0 } }

    /// Bytes that are left; `nil` without a limit.
    var free: Int? { self.now.capacity.map { $0 - FilesOutside.total(in: self.folder) } }

    /// How many syncs were asked for.
    var syncCount: Int { self.syncs.load(ordering: .relaxed) }
    func synced() { self.syncs.add(1, ordering: .relaxed) }
}

/// An open file of a ``FaultyDisk``: our head, and behind it the file of the system's layer.
struct FaultyFile {
    var methods: UnsafePointer<sqlite3_io_methods>?
    var disk: Unmanaged<FaultyDisk>

    static let headBytes: Int32 = 16
    static let disks = Mutex<[String: FaultyDisk]>([:])

    private typealias File = UnsafeMutablePointer<sqlite3_file>

    /// The file of the system's layer.
    private static func real(_ file: File?) -> File {
        // because: SQLite gives back the pointers that it was given.
        UnsafeMutableRawPointer(file!).advanced(by: Int(Self.headBytes)).assumingMemoryBound(to: sqlite3_file.self)
    }

    private static func faults(_ file: File?) -> FaultyDisk.Faults { self.disk(file).now }

    private static func disk(_ file: File?) -> FaultyDisk {
        // because: as above.
        UnsafeMutableRawPointer(file!).assumingMemoryBound(to: FaultyFile.self).pointee.disk.takeUnretainedValue()
    }

    /// The methods of the system's layer.
    private static func system(_ file: File?) -> sqlite3_io_methods {
        // because: only files whose opening succeeded are used.
        self.real(file).pointee.pMethods!.pointee
    }

    static let open:
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, sqlite3_filename?, UnsafeMutablePointer<sqlite3_file>?, Int32,
            UnsafeMutablePointer<Int32>?
        ) -> Int32 = { layer, path, file, flags, outFlags in
            // because: SQLite gives all of them, and the layer was registered with its name and disk.
            let name = String(cString: layer!.pointee.zName)
            let disk = FaultyFile.disks.withLock { $0[name]! }
            let system = sqlite3_vfs_find("unix")!
            let real = FaultyFile.real(file)
            real.pointee.pMethods = nil
            let result = system.pointee.xOpen(system, path, real, flags, outFlags)
            let head = UnsafeMutableRawPointer(file!).assumingMemoryBound(to: FaultyFile.self)
            head.initialize(
                to: FaultyFile(methods: result == SQLITE_OK ? FaultyFile.methods : nil, disk: .passUnretained(disk))
            )
            return result
        }

    // because: made once, read only, and SQLite may use it as long as the process lives.
    private nonisolated(unsafe) static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        var table = sqlite3_io_methods()
        table.iVersion = 2
        table.xClose = { FaultyFile.system($0).xClose(FaultyFile.real($0)) }
        table.xRead = { file, buffer, count, offset in
            if FaultyFile.faults(file).failsRead { return SQLITE_IOERR | (1 << 8) }
            return FaultyFile.system(file).xRead(FaultyFile.real(file), buffer, count, offset)
        }
        table.xWrite = { file, buffer, count, offset in
            var size: sqlite3_int64 = 0
            if let free = FaultyFile.disk(file).free {
                _ = FaultyFile.system(file).xFileSize(FaultyFile.real(file), &size)
                if offset + sqlite3_int64(count) - size > free, offset + sqlite3_int64(count) > size {
                    return SQLITE_FULL
                }
            }
            return FaultyFile.system(file).xWrite(FaultyFile.real(file), buffer, count, offset)
        }
        table.xTruncate = { FaultyFile.system($0).xTruncate(FaultyFile.real($0), $1) }
        table.xSync = { file, flags in
            FaultyFile.disk(file).synced()
            // SQLITE_IOERR_FSYNC
            if FaultyFile.faults(file).failsSync { return SQLITE_IOERR | (4 << 8) }
            return FaultyFile.system(file).xSync(FaultyFile.real(file), flags)
        }
        table.xFileSize = { FaultyFile.system($0).xFileSize(FaultyFile.real($0), $1) }
        table.xLock = { FaultyFile.system($0).xLock(FaultyFile.real($0), $1) }
        table.xUnlock = { FaultyFile.system($0).xUnlock(FaultyFile.real($0), $1) }
        table.xCheckReservedLock = { FaultyFile.system($0).xCheckReservedLock(FaultyFile.real($0), $1) }
        table.xFileControl = { FaultyFile.system($0).xFileControl(FaultyFile.real($0), $1, $2) }
        table.xSectorSize = { FaultyFile.system($0).xSectorSize(FaultyFile.real($0)) }
        table.xDeviceCharacteristics = { FaultyFile.system($0).xDeviceCharacteristics(FaultyFile.real($0)) }
        table.xShmMap = { FaultyFile.system($0).xShmMap(FaultyFile.real($0), $1, $2, $3, $4) }
        table.xShmLock = { FaultyFile.system($0).xShmLock(FaultyFile.real($0), $1, $2, $3) }
        table.xShmBarrier = { FaultyFile.system($0).xShmBarrier(FaultyFile.real($0)) }
        table.xShmUnmap = { FaultyFile.system($0).xShmUnmap(FaultyFile.real($0), $1) }
        methods.initialize(to: table)
        return UnsafePointer(methods)
    }()
}
