import Events
import Payload

/// The signed content of a general scheme, ready to be laid out around the body.
struct PreparedMessage: Sendable {
    let parts: [SignedContent.Part]
    let idHeader: FieldName?
    let publicURL: String
    let publicPath: String
    private let senderID: String
    /// Whether the body stands in it as it is.
    let holdsBody: Bool

    /// Takes a scheme whose public URL is there where it is needed.
    init(_ scheme: SignatureScheme, _ rules: HMACRules) {
        self.parts = rules.signedContent.parts
        self.idHeader = scheme.idHeader
        self.publicURL = scheme.publicURL ?? ""
        self.publicPath = Self.path(of: self.publicURL)
        self.senderID = scheme.senderID ?? ""
        self.holdsBody = rules.signedContent.parts.contains(.body)
    }

    private static func path(of url: String) -> String {
        let authority = url.range(of: "://")?.upperBound ?? url.startIndex
        guard let slash = url[authority...].firstIndex(of: "/") else { return "/" }
        return String(url[slash...])
    }

    /// Lays out in the context what is signed around the body.
    ///
    /// - Throws: ``VerificationError`` with `missing_signed_part` or `ambiguous_header`.
    func lay(_ request: GeneralRequest<some RequestHead>, timestamp: String?) throws(VerificationError) {
        request.context.frame.clear()
        for part in self.parts { try self.lay(part, request, timestamp: timestamp) }
    }

    private func lay(
        _ part: SignedContent.Part,
        _ request: GeneralRequest<some RequestHead>,
        timestamp: String?
    ) throws(VerificationError) {
        let context = request.context
        switch part {
        case .literal(let text): context.frame.append(text)
        case .body: context.frame.markBody()
        case .timestamp: context.frame.append(timestamp ?? "")
        case .id:
            guard let idHeader = self.idHeader else { throw VerificationError(.missingSignedPart) }
            context.frame.append(try request.head.required(idHeader, orRefuse: .missingSignedPart))
        case .header(let name):
            context.frame.append(try request.head.required(FieldName(name), orRefuse: .missingSignedPart))
        case .method: context.frame.append(request.head.method)
        case .url: context.frame.append(self.publicURL + request.querySuffix)
        case .path: context.frame.append(self.publicPath + request.querySuffix)
        case .json(let pointer):
            guard let value = request.text(at: pointer) else { throw VerificationError(.missingSignedPart) }
            context.frame.append(value)
        case .query(let name):
            guard let value = request.queryValue(name) else { throw VerificationError(.missingSignedPart) }
            context.frame.append(value)
        case .form:
            guard let form = FormFields(request.body) else { throw VerificationError(.missingSignedPart) }
            context.frame.append(form.sorted)
        case .bodySHA256: context.frame.append(request.bodyHash(.hex))
        case .bodyCRC32: context.frame.append(String(CRC32.checksum(request.body)))
        case .senderID: context.frame.append(self.senderID)
        case .optional(let parts): try self.layOptional(parts, request, timestamp: timestamp)
        }
    }

    private func layOptional(
        _ parts: [SignedContent.Part],
        _ request: GeneralRequest<some RequestHead>,
        timestamp: String?
    ) throws(VerificationError) {
        let start = request.context.frame.bytes.count
        do throws(VerificationError) {
            for part in parts { try self.lay(part, request, timestamp: timestamp) }
        } catch {
            guard error.cause == .missingSignedPart else { throw error }
            request.context.frame.truncate(to: start)
        }
    }
}

extension String {
    /// Where a text stands first; the standard library has this only for characters.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        self.indices.lazy.filter { self[$0...].hasPrefix(text) }.first.map {
            $0..<self.index($0, offsetBy: text.count)
        }
    }
}
