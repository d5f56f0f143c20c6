internal import Events

extension Answer {
    /// The reason phrase of a status that the gateway answers with (RFC 9110 §15, RFC 6585).
    static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        default: "Error"
        }
    }

    /// What the sender reads.
    ///
    /// One text for everything that does not verify: the cause would help who guesses.
    static func explanation(_ cause: RejectionCause) -> String {
        switch cause {
        case .badRequest: "Bad request"
        case .methodNotAllowed: "Method not allowed, use POST"
        case .unknownPath: "Unknown path"
        case .headTooLarge: "Request head too large"
        case .bodyTooLarge: "Body too large"
        case .timeout: "Request took too long"
        case .unsupportedEncoding: "Content-Encoding is not supported, send the body as it is"
        case .expectationFailed: "Expectation not supported"
        case .missingSignature, .malformedSignature, .ambiguousHeader, .signatureMismatch, .missingTimestamp,
            .malformedTimestamp, .staleTimestamp, .futureTimestamp, .missingSignedPart:
            "Invalid signature"
        case .handshakeRefused: "Handshake refused"
        case .invalidJSON: "Body is not valid JSON"
        case .missingEventName: "Event name is missing"
        case .invalidEventName: "Event name is not a string of 1 to 256 bytes without control characters"
        case .peerRateLimited, .sourceRateLimited: "Too many requests"
        case .bodyBudgetExhausted, .overloaded: "Overloaded, try again"
        case .storageUnavailable: "Storage unavailable, try again"
        case .shuttingDown: "Shutting down, try again"
        }
    }
}
