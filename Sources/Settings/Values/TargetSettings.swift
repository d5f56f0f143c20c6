package import Events
package import Signatures

/// `[[target]]`: an internal HTTP endpoint with its delivery policy.
package struct TargetSettings: Sendable {
    /// The body that a target gets.
    package enum Format: String, Sendable, CaseIterable {
        case normalized, raw
        case cloudEvents = "cloudevents"
        case cloudEventsBinary = "cloudevents-binary"
    }

    /// One header that every request carries.
    package struct Header: Sendable, Equatable {
        /// As written.
        package let name: String
        /// May come from a variable or a file, so it never prints itself.
        package let value: SecretText
    }

    /// TLS of an `https` target.
    package struct TLS: Sendable, Equatable {
        /// Path of the authorities' certificates, PEM; `nil` for the system's.
        package let authority: String?
        /// Path of the client certificate, PEM; never without ``key``.
        package let certificate: String?
        /// Path of the client certificate's key, PEM.
        package let key: String?
        /// The name that its certificate must carry; `nil` for the host of the URL.
        package let serverName: String?
        /// The oldest version that is spoken.
        package let minVersion: Version

        package enum Version: String, Sendable, CaseIterable {
            case tls12 = "1.2"
            case tls13 = "1.3"
        }
    }

    /// How requests are signed.
    package struct Signing: Sendable {
        package let scheme: SignatureScheme
        package let secret: SecretKey
    }

    package let name: String
    package let url: TargetURL
    /// `nil` where requests go out unsigned.
    package let signing: Signing?
    package let format: Format
    /// Requests at once.
    package let concurrency: Int
    /// Requests per time; `nil` for as many as come.
    package let rate: StartRate?
    /// `nil` for no order.
    package let orderBy: IdempotencyKeyPart?
    /// `nil` where the breaker is off.
    package let breaker: CircuitBreaker.Settings?
    /// For one attempt.
    package let timeoutMilliseconds: Int64
    package let connectTimeoutMilliseconds: Int64
    package let retry: RetryPolicy
    /// `nil` for every outcome but 2xx.
    package let retryOn: StatusList?
    /// From acceptance, however long the delivery is held.
    package let maxAgeMilliseconds: Int64
    package let maxBacklogBytes: Int64
    /// Names of the sender's headers that pass; lower case.
    package let forwardHeaders: [String]
    package let headers: [Header]
    package let tls: TLS?
    /// URL of the forward proxy: `http://host:port`.
    package let proxy: String?
    /// Where gateway.conf declares it.
    package let place: Place
}
