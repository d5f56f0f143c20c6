/// What an HMAC (RFC 2104) is made over, and where it stands in a request.
package struct HMACRules: Sendable, Equatable {
    package var signedContent: SignedContent
    package var header: FieldName
    package var layout: SignatureLayout
    package var encoding: SignatureEncoding
    /// The hash function; with ``SignatureLayout/method(allowed:)`` the one to sign with.
    package var digest: DigestAlgorithm
    /// `nil` where the scheme has none: then a captured request is only held up by the idempotency key.
    package var timestamp: TimestampRules?

    package init(
        signedContent: SignedContent,
        header: FieldName,
        layout: SignatureLayout = .plain(prefix: ""),
        encoding: SignatureEncoding = .hex,
        digest: DigestAlgorithm = .sha256,
        timestamp: TimestampRules? = nil
    ) {
        self.signedContent = signedContent
        self.header = header
        self.layout = layout
        self.encoding = encoding
        self.digest = digest
        self.timestamp = timestamp
    }

    /// The hash functions that a request may be signed with.
    var digests: [DigestAlgorithm] {
        if case .method(let allowed) = self.layout { return allowed }
        return [self.digest]
    }
}
