/// What would have made a refused request match, in words for whoever runs the gateway.
///
/// It never holds a secret, a signature or a part of the body; the sender never sees it.
package struct Explanation: Sendable, Equatable {
    /// The closed list of what people get wrong (product.md §5).
    package enum Finding: String, Sendable, CaseIterable {
        /// Everything fits, but the request is too old or from the future.
        case clock
        case reserializedBody = "reserialized_body"
        case bodyEnding = "body_ending"
        case emptyBody = "empty_body"
        case timestampLeftOut = "timestamp_left_out"
        case timestampFormat = "timestamp_format"
        case timestampPlace = "timestamp_place"
        case otherSecret = "other_secret"
        /// It verifies as it is at another source's path.
        case otherSource = "other_source"
        case secretEncoding = "secret_encoding"
        case secretSpace = "secret_space"
        case signatureEncoding = "signature_encoding"
        case signatureForm = "signature_form"
        case signatureHeader = "signature_header"
        case digest
        /// Nothing that was tried fits.
        case unknown
    }

    /// What was found, the fewest mistakes that explain the request; never empty.
    package let findings: [Finding]
    /// One sentence: what would have matched, and what to do.
    package let text: String

    init(_ findings: [Finding], _ text: String) {
        self.findings = findings
        self.text = text
    }

    init(_ mistakes: [Mistake]) {
        var fixes: [String] = []
        for mistake in mistakes where !fixes.contains(mistake.fix) { fixes.append(mistake.fix) }
        self.findings = mistakes.map(\.finding)
        self.text = mistakes.map(\.seen).joined(separator: ", and ") + "; " + fixes.joined(separator: ", and ")
    }
}
