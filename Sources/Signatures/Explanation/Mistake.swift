/// One way of getting a signature wrong that was found to explain a request.
enum Mistake: Sendable, Equatable {
    /// The body was signed as this program prints the same JSON.
    case reserializedBody(String)
    /// The body was signed with, or without, this at its end.
    case bodyEnding(String)
    case emptyBody
    case timestampLeftOut
    /// The timestamp was signed in this form, and sent in another.
    case timestampFormat(String)
    /// The timestamp that was signed stands here.
    case timestampElsewhere(String)
    /// The signed parts stand in this order or with this between them.
    case partsArranged(String)
    /// The secret is this one's.
    case otherSecret(String)
    /// The secret was used as this, and the scheme uses it as that.
    case secretUsed(as: String, expected: String)
    /// The secret was used with, or without, this around it.
    case secretSpace(String)
    case signatureEncoding(String, expected: String)
    /// The signature does not stand in the form of the scheme, which is this.
    case signatureForm(String)
    case signatureHeader(String, expected: String)
    case digest(String, expected: String)

    var finding: Explanation.Finding {
        switch self {
        case .reserializedBody: .reserializedBody
        case .bodyEnding: .bodyEnding
        case .emptyBody: .emptyBody
        case .timestampLeftOut: .timestampLeftOut
        case .timestampFormat: .timestampFormat
        case .timestampElsewhere, .partsArranged: .timestampPlace
        case .otherSecret: .otherSecret
        case .secretUsed: .secretEncoding
        case .secretSpace: .secretSpace
        case .signatureEncoding: .signatureEncoding
        case .signatureForm: .signatureForm
        case .signatureHeader: .signatureHeader
        case .digest: .digest
        }
    }

    /// What would have matched.
    var seen: String {
        switch self {
        case .reserializedBody(let printer):
            "the signature fits the body as \(printer) prints it, not the bytes that arrived"
        case .bodyEnding(let ending): "the signature fits the body \(ending)"
        case .emptyBody: "the signature fits an empty body"
        case .timestampLeftOut: "the signature fits without the timestamp"
        case .timestampFormat(let form): "the signature fits the timestamp written as \(form), not as it was sent"
        case .timestampElsewhere(let place): "the signature fits the timestamp in \(place)"
        case .partsArranged(let arrangement): "the signature fits \(arrangement)"
        case .otherSecret(let owner): "the signature was made with the secret of \(owner)"
        case .secretUsed(let used, _): "the signature fits the secret used as \(used)"
        case .secretSpace(let space): "the signature fits the secret \(space)"
        case .signatureEncoding(let found, let expected): "the signature is right but in \(found), not in \(expected)"
        case .signatureForm: "the signature is right but not written in the form of the scheme"
        case .signatureHeader(let found, let expected):
            "the signature is right but stands in the header \(found), not in \(expected)"
        case .digest(let found, let expected): "the signature is an HMAC with \(found), not with \(expected)"
        }
    }

    /// What to do.
    var fix: String {
        switch self {
        case .reserializedBody:
            "sign the raw bytes that are sent, and let no program parse and print the body between signing and sending"
        case .bodyEnding: "sign and send the same bytes (echo and editors add a line feed, printf '%s' does not)"
        case .emptyBody: "read the body before signing it"
        case .timestampLeftOut: "sign the timestamp with the body as the scheme says"
        case .timestampFormat: "sign the very text that is sent as the timestamp"
        case .timestampElsewhere: "sign the timestamp that stands in the place of the scheme"
        case .partsArranged: "put the parts together as the scheme says"
        case .otherSecret: "give both sides the same secret"
        case .secretUsed(_, let expected): "use the secret as \(expected), as the scheme does, or change key_decoding"
        case .secretSpace: "store the secret without anything around it on both sides"
        case .signatureEncoding(_, let expected): "write the signature in \(expected)"
        case .signatureForm(let form): "write it as \(form)"
        case .signatureHeader(_, let expected): "send it in \(expected)"
        case .digest(_, let expected): "use \(expected)"
        }
    }
}
