/// `[admin]`: the operator's listener.
package struct AdminSettings: Sendable, Equatable {
    package let listen: ListenAddress
    /// `nil` only on loopback.
    package let token: SecretText?
    /// Names that a request's `Host` may have besides loopback; lower case.
    package let hosts: [String]
}
