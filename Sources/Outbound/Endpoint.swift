/// Where a target listens and how it is reached: shared by all of its requests.
final class Endpoint: Sendable {
    let url: String
    let connectTimeoutMilliseconds: Int64
    let attemptTimeoutMilliseconds: Int64
    let tls: TargetTLS
    /// Where to go without libcurl; `nil` where it is needed.
    let lean: LeanAddress?

    init(_ configuration: TargetConfiguration) {
        self.url = configuration.url
        self.connectTimeoutMilliseconds = configuration.connectTimeoutMilliseconds
        self.attemptTimeoutMilliseconds = configuration.attemptTimeoutMilliseconds
        self.tls = configuration.tls
        self.lean = LeanAddress(url: configuration.url)
    }
}
