/// Closed code of why an attempt failed: bounded, so that it can label metrics.
package enum AttemptError: String, Sendable, CaseIterable {
    /// A status outside 2xx.
    case status
    /// A redirect, which is never followed.
    case redirect
    /// The name did not resolve.
    case dns
    /// No connection: refused, unreachable, or late.
    case connect
    /// TLS could not be agreed.
    case tls
    /// No complete answer in time.
    case timeout
    /// The connection broke while the request was on its way.
    case reset
    /// The answer was no HTTP.
    case malformedResponse = "malformed_response"
    /// Our own doing: out of memory, descriptors, or a fault in the gateway.
    case `internal`

    package var fault: Fault { self == .internal ? .gateway : .target }
}

/// What one attempt came to.
package struct AttemptOutcome: Sendable, Equatable {
    /// HTTP status, or 0 where no answer came.
    package var status: Int
    /// `nil` after a 2xx.
    package var error: AttemptError?
    /// At most ``Limits/attemptDetailBytesMax`` bytes for people.
    package var detail: String?
    /// What `Retry-After` asked for, in milliseconds from now.
    package var retryAfterMilliseconds: Int64?
    package var durationMilliseconds: Int
    /// At most ``Limits/responseKeptBytesMax`` bytes of the answer, only where it failed.
    package var response: [UInt8]?

    package init(
        status: Int,
        error: AttemptError? = nil,
        detail: String? = nil,
        retryAfterMilliseconds: Int64? = nil,
        durationMilliseconds: Int = 0,
        response: [UInt8]? = nil
    ) {
        self.status = status
        self.error = error
        self.detail = detail
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.durationMilliseconds = durationMilliseconds
        self.response = response
    }

    package var isSuccess: Bool { self.error == nil }
}
