package import Payload

/// What a signature is made over, with what, and where it stands in a request.
///
/// An HMAC (RFC 2104) unless ``algorithm`` says otherwise.
package struct HMACRules: Sendable, Equatable {
    package var signedContent: SignedContent
    package var algorithm: SignatureAlgorithm
    package var place: SignaturePlace
    package var layout: SignatureLayout
    package var encoding: SignatureEncoding
    /// The hash function; with ``SignatureLayout/method(allowed:)`` the one to sign with.
    package var digest: DigestAlgorithm
    /// `nil` where the scheme has none: then a captured request is only held up by the idempotency key.
    package var timestamp: TimestampRules?
    /// The query parameter that holds the SHA-256 of the body in hex, where the sender signs only that.
    package var bodyHashQuery: String?
    /// Places in the body that must be empty, because no signature would cover what stands there.
    package var forbidden: [JSONPointer]
    /// Whether a proof that leaves the body out, or covers only some of it, is enough.
    package var isUnsignedBodyAccepted: Bool

    /// Rules for a signature in one header.
    package init(
        signedContent: SignedContent,
        header: FieldName,
        layout: SignatureLayout = .plain(prefix: ""),
        encoding: SignatureEncoding = .hex,
        digest: DigestAlgorithm = .sha256,
        timestamp: TimestampRules? = nil
    ) {
        self.signedContent = signedContent
        self.algorithm = .hmac
        self.place = .headers([header])
        self.layout = layout
        self.encoding = encoding
        self.digest = digest
        self.timestamp = timestamp
        self.forbidden = []
        self.isUnsignedBodyAccepted = false
    }

    /// The header of the signature; the first where there may be several, nameless where it stands in the body.
    package var header: FieldName {
        get { self.place.firstHeader ?? "" }
        set { self.place = .headers([newValue]) }
    }

    /// Whether a change of the body cannot go unseen.
    package var isBodySigned: Bool { self.signedContent.holdsBody || self.bodyHashQuery != nil }

    /// Whether the body itself, one header and an HMAC are all: then ``PreparedHMAC`` does it.
    var isPlain: Bool {
        guard self.algorithm == .hmac, self.bodyHashQuery == nil, self.forbidden.isEmpty else { return false }
        guard case .headers(let names) = self.place, names.count == 1 else { return false }
        if case .positional = self.layout { return false }
        return self.signedContent.parts.allSatisfy(\.isPlain) && self.signedContent.hasOneBody
    }

    /// The hash functions that a request may be signed with.
    var digests: [DigestAlgorithm] {
        if case .method(let allowed) = self.layout { return allowed }
        return [self.digest]
    }
}
