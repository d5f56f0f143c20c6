import CSQLite
import Glibc

/// What SQLite answered instead of OK.
struct SQLiteFailure: Error {
    /// The extended result code.
    let code: Int32
    /// SQLite's own words.
    let text: String
    /// The system's error number, or 0.
    let system: Int32

    /// The primary result code.
    var primary: Int32 {
        // A full disk shows as an I/O error where SQLite did not expect to need room (the shared memory file).
        let isFull = self.code & 0xFF == SQLITE_IOERR && (self.system == ENOSPC || self.system == EDQUOT)
        return isFull ? SQLITE_FULL : self.code & 0xFF
    }

    init(code: Int32, database: OpaquePointer?) {
        self.code = code
        // The code's own text where the connection does not speak of this failure.
        let isOfConnection = database != nil && sqlite3_extended_errcode(database) == code
        self.text = String(cString: isOfConnection ? sqlite3_errmsg(database) : sqlite3_errstr(code))
        self.system = database.map { sqlite3_system_errno($0) } ?? 0
    }
}

extension StoreError {
    /// Says what a failure of SQLite means for whoever runs the gateway.
    init(_ failure: SQLiteFailure, path: String) {
        let cause =
            "SQLite \(failure.code): \(failure.text)" + (failure.system == 0 ? "" : ", errno \(failure.system)")
        let (code, message): (Code, String) =
            switch failure.primary {
            case SQLITE_FULL:
                (.full, "there is no room left for the store \(path); make room on its disk, or lower `retention`")
            case SQLITE_READONLY:
                (
                    .readOnly,
                    "the store \(path) cannot be written; give the gateway's user the right to write it and its folder"
                )
            case SQLITE_CORRUPT:
                (.corrupt, "the store \(path) is damaged; stop the gateway, keep the file, and start from a backup")
            case SQLITE_NOTADB:
                (
                    .corrupt,
                    "\(path) is no store of the gateway; name another file in `[store] url`, or move this one away"
                )
            case SQLITE_CANTOPEN, SQLITE_AUTH, SQLITE_PERM:
                (.unreachable, "the store \(path) cannot be opened; check that its folder exists and can be entered")
            case SQLITE_BUSY, SQLITE_LOCKED:
                (.locked, "another program holds the store \(path); close it")
            case SQLITE_IOERR:
                (.inputOutput, "reading or writing the store \(path) failed; check its disk")
            default:
                (.internal, "the store \(path) answered what the gateway does not expect; please report it")
            }
        self.init(code, message, cause: cause)
    }
}
