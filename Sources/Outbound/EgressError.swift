/// Why the outbound side could not be set up.
package struct EgressError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried and what stood against it.
    package let message: String
    /// The number of the system call's error, or 0.
    package let errno: Int32

    package init(_ message: String, errno: Int32 = 0) {
        self.message = message
        self.errno = errno
    }

    package var description: String {
        self.errno == 0 ? self.message : "\(self.message) (errno \(self.errno))"
    }
}
