/// Where a target listens and how it is reached: shared by all of its requests.
final class Endpoint: Sendable {
    let url: String
    let connectTimeoutMilliseconds: Int64
    let attemptTimeoutMilliseconds: Int64
    let tls: TargetTLS
    let socketPath: String?
    let proxy: String?
    /// Where to go without libcurl; `nil` where it is needed.
    let lean: LeanAddress?

    init(_ configuration: TargetConfiguration) {
        self.url = configuration.url
        self.connectTimeoutMilliseconds = configuration.connectTimeoutMilliseconds
        self.attemptTimeoutMilliseconds = configuration.attemptTimeoutMilliseconds
        self.tls = configuration.tls
        self.socketPath = configuration.socketPath
        self.proxy = configuration.proxy
        let isDirect = configuration.socketPath == nil && configuration.proxy == nil
        self.lean = isDirect ? LeanAddress(url: configuration.url) : nil
    }
}
