/// Whose doing a failure is.
package enum Fault: String, Sendable {
    case sender, gateway, target
}

/// Why a request was refused: the closed list behind logs, metrics and rejections.
///
/// The answer to the sender never says it.
package enum RejectionCause: String, Sendable, CaseIterable {
    // What came is no request that we take.
    case badRequest = "bad_request"
    case methodNotAllowed = "method_not_allowed"
    case unknownPath = "unknown_path"
    case headTooLarge = "head_too_large"
    case bodyTooLarge = "body_too_large"
    case timeout = "timeout"
    case unsupportedEncoding = "unsupported_encoding"
    case expectationFailed = "expectation_failed"
    // It is not proven to come from the sender.
    case missingSignature = "missing_signature"
    case malformedSignature = "malformed_signature"
    case ambiguousHeader = "ambiguous_header"
    case signatureMismatch = "signature_mismatch"
    case missingTimestamp = "missing_timestamp"
    case malformedTimestamp = "malformed_timestamp"
    case staleTimestamp = "stale_timestamp"
    case futureTimestamp = "future_timestamp"
    case missingSignedPart = "missing_signed_part"
    // It asks whether it may send, and may not.
    case handshakeRefused = "handshake_refused"
    // It is proven, and cannot be read.
    case invalidJSON = "invalid_json"
    case missingEventName = "missing_event_name"
    case invalidEventName = "invalid_event_name"
    // Too much at once, or our own trouble.
    case peerRateLimited = "peer_rate_limited"
    case sourceRateLimited = "source_rate_limited"
    case bodyBudgetExhausted = "body_budget_exhausted"
    case overloaded = "overloaded"
    case storageUnavailable = "storage_unavailable"
    case shuttingDown = "shutting_down"

    /// The status that the sender reads.
    package var status: Int {
        switch self {
        case .badRequest, .invalidJSON, .missingEventName, .invalidEventName: 400
        case .missingSignature, .malformedSignature, .ambiguousHeader, .signatureMismatch, .missingTimestamp,
            .malformedTimestamp, .staleTimestamp, .futureTimestamp, .missingSignedPart:
            401
        case .handshakeRefused: 403
        case .unknownPath: 404
        case .methodNotAllowed: 405
        case .timeout: 408
        case .bodyTooLarge: 413
        case .unsupportedEncoding: 415
        case .expectationFailed: 417
        case .peerRateLimited, .sourceRateLimited: 429
        case .headTooLarge: 431
        case .bodyBudgetExhausted, .overloaded, .storageUnavailable, .shuttingDown: 503
        }
    }

    package var fault: Fault { self.status >= 500 ? .gateway : .sender }

    /// Whether the same request may be taken later.
    package var isRetryable: Bool { self.status >= 500 || self.status == 429 || self.status == 408 }
}
