import Events
import Payload

/// The rules of an HMAC with the keys of one source, ready for requests.
final class PreparedHMAC: Sendable {
    /// A part of what is signed, of the few kinds that this path knows.
    private enum Part: Sendable {
        case literal(String)
        case timestamp, id, body
        case header(FieldName)
    }

    private let rules: HMACRules
    private let header: FieldName
    private let parts: [Part]
    private let idHeader: FieldName?
    /// For each digest of the rules the key of each secret.
    private let keys: [[HMACKey]]
    /// Whether the timestamp is under the signature.
    private let isTimestampSigned: Bool
    /// Finds a timestamp that stands in the body.
    private let bodyTimestamp: Extraction?

    /// Takes the rules of a valid scheme for which ``HMACRules/isPlain`` holds.
    init(_ rules: HMACRules, secrets: [SecretKey], idHeader: FieldName?) {
        self.rules = rules
        self.header = rules.header
        self.parts = rules.signedContent.parts.compactMap { part in
            switch part {
            case .literal(let text): .literal(text)
            case .timestamp: .timestamp
            case .id: .id
            case .header(let name): .header(FieldName(name))
            case .body: .body
            default: nil
            }
        }
        self.idHeader = idHeader
        self.isTimestampSigned = rules.isTimestampSigned
        self.keys = rules.digests.map { digest in
            secrets.compactMap { secret in
                digest.fetched.map { HMACKey(secret, digest: digest, fetched: $0) }
            }
        }
        if case .json(let pointer)? = rules.timestamp?.source {
            self.bodyTimestamp = Extraction([pointer])
        } else {
            self.bodyTimestamp = nil
        }
    }

    /// Reads what is presented, computes what it should be, compares, and only then looks at the clock.
    func verify(
        _ head: some RequestHead,
        body: UnsafeRawBufferPointer,
        now: Timestamp,
        using context: HMACContext
    ) throws(VerificationError) -> VerifiedRequest {
        let value = try head.required(self.header, orRefuse: .missingSignature)
        switch context.presented.read(value, by: self.rules) {
        case .read: break
        case .malformed: throw VerificationError(.malformedSignature, header: self.header.text)
        case .ambiguous: throw VerificationError(.ambiguousHeader, header: self.header.text)
        }
        let timestamp = try self.timestampText(head, context)
        try self.frame(head, timestamp: timestamp, context)
        let secret = try self.matchingSecret(body, context)
        let sentAt = try self.sentAt(timestamp, body, context)
        try self.checkFreshness(of: sentAt, now: now)
        return VerifiedRequest(
            body: body,
            signedAt: self.isTimestampSigned ? sentAt : nil,
            proof: .signature(secret: secret)
        )
    }

    /// The timestamp as it was sent; `nil` where it stands in the body, or nothing asks for it.
    private func timestampText(
        _ head: some RequestHead,
        _ context: HMACContext
    ) throws(VerificationError) -> String? {
        guard let timestamp = self.rules.timestamp, self.needsTimestamp else { return nil }
        switch timestamp.source {
        case .json: return nil
        case .header(let name): return try head.required(name, orRefuse: .missingTimestamp)
        case .signaturePair, .signatureStart:
            guard let text = context.presented.timestamp, !text.isEmpty else {
                throw VerificationError(.missingTimestamp, header: self.header.text)
            }
            return text
        }
    }

    private var needsTimestamp: Bool {
        self.isTimestampSigned || self.rules.timestamp?.toleranceMilliseconds != nil
    }

    /// Lays out in the context what is signed around the body.
    private func frame(
        _ head: some RequestHead,
        timestamp: String?,
        _ context: HMACContext
    ) throws(VerificationError) {
        context.frame.clear()
        for part in self.parts {
            switch part {
            case .literal(let text): context.frame.append(text)
            case .body: context.frame.markBody()
            case .timestamp: context.frame.append(timestamp ?? "")
            case .id:
                guard let idHeader = self.idHeader else { throw VerificationError(.missingSignedPart) }
                context.frame.append(try head.required(idHeader, orRefuse: .missingSignedPart))
            case .header(let name):
                context.frame.append(try head.required(name, orRefuse: .missingSignedPart))
            }
        }
    }

    /// Tries every secret, also behind one that fits.
    private func matchingSecret(
        _ body: UnsafeRawBufferPointer,
        _ context: HMACContext
    ) throws(VerificationError) -> Int {
        var found: Int?
        for (index, key) in self.keys[context.presented.digestIndex].enumerated() {
            key.authenticate(body: body, in: context)
            if context.presented.contains(context.tag), found == nil { found = index }
        }
        guard let found else { throw VerificationError(.signatureMismatch) }
        return found
    }

    /// Reads the timestamp of a request that is proven already.
    private func sentAt(
        _ text: String?,
        _ body: UnsafeRawBufferPointer,
        _ context: HMACContext
    ) throws(VerificationError) -> Timestamp? {
        guard let timestamp = self.rules.timestamp, self.needsTimestamp else { return nil }
        let sentAt: Timestamp?
        if let bodyTimestamp = self.bodyTimestamp {
            sentAt = try Self.timestamp(in: body, at: bodyTimestamp, timestamp.format, context)
        } else {
            var text = text ?? ""
            sentAt = text.withUTF8 { timestamp.format.read(UnsafeRawBufferPointer($0)) }
        }
        guard let sentAt else { throw VerificationError(.malformedTimestamp, header: self.timestampHeader) }
        return sentAt
    }

    private static func timestamp(
        in body: UnsafeRawBufferPointer,
        at place: Extraction,
        _ format: TimestampFormat,
        _ context: HMACContext
    ) throws(VerificationError) -> Timestamp? {
        guard let document = try? context.normalizer.normalize(body, extracting: place) else { return nil }
        guard let value = document.values[0] else { throw VerificationError(.missingTimestamp) }
        return switch value.kind {
        case .string: document.withStringBytes(0) { format.read($0) } ?? nil
        case .number: document.withValueBytes(0) { format.read($0) } ?? nil
        default: nil
        }
    }

    private func checkFreshness(of sentAt: Timestamp?, now: Timestamp) throws(VerificationError) {
        guard let sentAt, let tolerance = self.rules.timestamp?.toleranceMilliseconds else { return }
        let skew = now.milliseconds(since: sentAt)
        guard skew.magnitude > tolerance.magnitude else { return }
        throw VerificationError(
            skew > 0 ? .staleTimestamp : .futureTimestamp,
            header: self.timestampHeader,
            skewMilliseconds: skew
        )
    }

    /// Where the timestamp stands, for people.
    private var timestampHeader: String? {
        switch self.rules.timestamp?.source {
        case .header(let name)?: name.text
        case .signaturePair?, .signatureStart?: self.header.text
        case .json?, nil: nil
        }
    }
}
