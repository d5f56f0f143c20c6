internal import Glibc

/// Why the operator's listener could not start.
package enum AdminError: Error, CustomStringConvertible {
    case cannotListen(host: String, port: Int, errno: Int32)

    package var description: String {
        switch self {
        case .cannotListen(let host, let port, EADDRINUSE):
            "the admin address \(host):\(port) is in use; set another as [admin] listen in gateway.conf, "
                + "or end the program that has it"
        case .cannotListen(let host, let port, EACCES):
            "the admin address \(host):\(port) may not be taken by this user; choose a port from 1024 up"
        case .cannotListen(let host, let port, let code):
            "the admin address \(host):\(port) cannot be taken: \(String(cString: strerror(code)))"
        }
    }
}
