package import Events

/// Why a request was refused, for log, metrics and rejection record.
///
/// The sender is never told: all causes are one 401.
package struct VerificationError: Error, Sendable, Equatable {
    package let cause: RejectionCause
    /// The header that it is about.
    package let header: String?
    /// Milliseconds that the timestamp is away from our clock; positive is old, negative is in the future.
    package let skewMilliseconds: Int64?

    init(_ cause: RejectionCause, header: String? = nil, skewMilliseconds: Int64? = nil) {
        self.cause = cause
        self.header = header
        self.skewMilliseconds = skewMilliseconds
    }
}

extension VerificationError: CustomStringConvertible {
    /// What was read, why it cannot be taken, and what to do.
    ///
    /// It quotes nothing of the request.
    package var description: String {
        let place = self.header.map { "the header \($0)" } ?? "the request"
        let skew = (self.skewMilliseconds?.magnitude ?? 0) / 1000
        switch self.cause {
        case .missingSignature:
            return "\(place) is missing or empty: nothing is signed; set the secret at the sender"
        case .malformedSignature:
            return
                "\(place) holds no signature in the form of the scheme; compare it with what the sender documents"
        case .ambiguousHeader:
            return "\(place) comes with two different values, and two readers could believe different ones"
        case .signatureMismatch:
            return
                "no secret of the source made this signature over these bytes; compare the secrets, and look for a "
                + "proxy that changes the body"
        case .missingTimestamp:
            return "\(place) is missing or empty, so the age of the request is not known"
        case .malformedTimestamp:
            return "\(place) holds no time in the form of the scheme, or one that does not exist"
        case .staleTimestamp:
            return
                "\(place) was signed \(skew) s ago, which is too old; look at both clocks, and for a queue in between"
        case .futureTimestamp:
            return "\(place) was signed \(skew) s in the future; look at both clocks"
        case .missingSignedPart:
            return "\(place) is part of what is signed, and is missing or empty"
        default:
            return "refused: \(self.cause.rawValue)"
        }
    }
}
