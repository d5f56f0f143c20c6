import Events
package import Payload

/// Where a request says when it was sent, and how old it may be.
package struct TimestampRules: Sendable, Equatable {
    /// Where the timestamp stands.
    package enum Source: Sendable, Equatable {
        case header(FieldName)
        /// The value of this key in the signature header, in the layout ``SignatureLayout/pairs(separator:key:)``.
        case signaturePair(key: String)
        /// Before the signatures, in the layout ``SignatureLayout/positional(separator:)``.
        case signatureStart
        /// In the body, as text or as a number.
        case json(JSONPointer)
    }

    package var source: Source
    package var format: TimestampFormat
    /// Milliseconds that it may be early or late; `nil` lets every age pass.
    package var toleranceMilliseconds: Int64?
    /// Whether a timestamp that nobody signed counts.
    ///
    /// Anyone who holds a captured request can make it new.
    package var isUnsignedAccepted: Bool

    package init(
        source: Source,
        format: TimestampFormat,
        toleranceMilliseconds: Int64? = Limits.toleranceMillisecondsDefault,
        isUnsignedAccepted: Bool = false
    ) {
        self.source = source
        self.format = format
        self.toleranceMilliseconds = toleranceMilliseconds
        self.isUnsignedAccepted = isUnsignedAccepted
    }
}
