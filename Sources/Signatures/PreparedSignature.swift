import Events
import Payload

/// The whole scheme language with the keys of one source, ready for requests.
///
/// What is common, an HMAC over plain parts in one header, is done by ``PreparedHMAC`` for a fraction of the cost.
final class PreparedSignature: Sendable {
    private enum Keys: Sendable {
        /// For each digest of the rules the key of each secret.
        case shared([[HMACKey]])
        case `public`([PublicKey])
    }

    private let rules: HMACRules
    private let message: PreparedMessage
    private let keys: Keys
    private let isTimestampSigned: Bool
    private let pointers: [JSONPointer]
    private let places: Extraction?

    /// Takes the rules of a valid scheme.
    ///
    /// - Throws: ``SchemeError`` where a secret is no key of the algorithm.
    init(_ scheme: SignatureScheme, _ rules: HMACRules, secrets: [SecretKey]) throws(SchemeError) {
        self.rules = rules
        self.message = PreparedMessage(scheme, rules)
        self.isTimestampSigned = rules.isTimestampSigned
        self.pointers = rules.pointers
        self.places = self.pointers.isEmpty ? nil : Extraction(self.pointers)
        if rules.algorithm.isAsymmetric {
            var keys: [PublicKey] = []
            for secret in secrets { keys.append(try PublicKey(secret, algorithm: rules.algorithm)) }
            self.keys = .public(keys)
        } else {
            self.keys = .shared(
                rules.digests.map { digest in
                    secrets.compactMap { secret in
                        digest.fetched.map { HMACKey(secret, digest: digest, fetched: $0) }
                    }
                }
            )
        }
    }

    /// Reads what is presented, computes what it should be, compares, and only then looks at the clock.
    func verify(
        _ head: some RequestHead,
        body: UnsafeRawBufferPointer,
        now: Timestamp,
        using context: HMACContext
    ) throws(VerificationError) -> VerifiedRequest {
        let request = GeneralRequest(head, body: body, pointers: self.pointers, self.places, context)
        let presented = try self.presented(request)
        for pointer in self.rules.forbidden where request.isPresent(pointer) {
            throw VerificationError(.missingSignedPart)
        }
        let timestamp = try self.timestampText(request, presented)
        try self.message.lay(request, timestamp: timestamp)
        let secret = try self.matchingSecret(body, presented, context)
        if let name = self.rules.bodyHashQuery {
            guard let hash = request.queryValue(name), request.isBodyHash(hash, .hex) else {
                throw VerificationError(.signatureMismatch)
            }
        }
        let sentAt = try self.sentAt(timestamp)
        try self.rules.checkFreshness(of: sentAt, now: now)
        return VerifiedRequest(
            body: body,
            signedAt: self.isTimestampSigned ? sentAt : nil,
            proof: .signature(secret: secret)
        )
    }

    private func presented(_ request: GeneralRequest<some RequestHead>) throws(VerificationError) -> PresentedTexts {
        var presented = PresentedTexts()
        switch self.rules.place {
        case .headers(let names):
            for name in names { _ = try self.read(name, request, into: &presented) }
        case .numbered(let prefix):
            for number in 1...Limits.signaturesPerRequestMax {
                guard try self.read(FieldName("\(prefix)\(number)"), request, into: &presented) else { break }
            }
        case .json(let pointer):
            if let text = request.text(at: pointer) {
                try presented.read(String(decoding: text, as: UTF8.self), self.rules, header: nil)
            }
        }
        guard !presented.signatures.isEmpty else { throw self.nothingPresented(request) }
        return presented
    }

    /// Reads one header; false where it is absent or empty.
    private func read(
        _ name: FieldName,
        _ request: GeneralRequest<some RequestHead>,
        into presented: inout PresentedTexts
    ) throws(VerificationError) -> Bool {
        switch request.head.header(name.lowercased) {
        case .absent: return false
        case .conflicting: throw VerificationError(.ambiguousHeader, header: name.text)
        case .one(let value):
            guard !value.isEmpty else { return false }
            try presented.read(value, self.rules, header: name.text)
            return true
        }
    }

    /// A header without any signature that the scheme knows is malformed; no header at all is something else.
    private func nothingPresented(_ request: GeneralRequest<some RequestHead>) -> VerificationError {
        guard let name = self.rules.place.firstHeader else { return VerificationError(.missingSignature) }
        guard case .one(let value) = request.head.header(name.lowercased), !value.isEmpty else {
            return VerificationError(.missingSignature, header: name.text)
        }
        return VerificationError(.malformedSignature, header: name.text)
    }

    /// The timestamp as it was sent; `nil` where nothing asks for it.
    private func timestampText(
        _ request: GeneralRequest<some RequestHead>,
        _ presented: PresentedTexts
    ) throws(VerificationError) -> String? {
        guard let timestamp = self.rules.timestamp else { return nil }
        guard self.isTimestampSigned || timestamp.toleranceMilliseconds != nil else { return nil }
        let text: String?
        switch timestamp.source {
        case .header(let name): return try request.head.required(name, orRefuse: .missingTimestamp)
        case .signaturePair, .signatureStart: text = presented.timestamp
        case .json(let pointer): text = request.text(at: pointer).map { String(decoding: $0, as: UTF8.self) }
        }
        guard let text, !text.isEmpty else {
            throw VerificationError(.missingTimestamp, header: self.rules.timestampHeader)
        }
        return text
    }

    /// Tries every secret with every signature, also behind one that fits.
    private func matchingSecret(
        _ body: UnsafeRawBufferPointer,
        _ presented: PresentedTexts,
        _ context: HMACContext
    ) throws(VerificationError) -> Int {
        var found: Int?
        switch self.keys {
        case .shared(let keys):
            let signed = self.message.holdsBody ? body : UnsafeRawBufferPointer(start: nil, count: 0)
            for (index, key) in keys[presented.digestIndex].enumerated() {
                key.authenticate(body: signed, in: context)
                for signature in presented.signatures {
                    let isEqual = TagComparison.isEqual(signature, context.tag)
                    if isEqual, found == nil { found = index }
                }
            }
        case .public(let keys):
            let message = self.bytes(body, context)
            for (index, key) in keys.enumerated() {
                for signature in presented.signatures where found == nil {
                    if key.isSound(signature, over: message, self.rules) { found = index }
                }
            }
        }
        guard let found else { throw VerificationError(.signatureMismatch) }
        return found
    }

    /// The whole message in one piece, as libcrypto wants it for Ed25519.
    private func bytes(_ body: UnsafeRawBufferPointer, _ context: HMACContext) -> [UInt8] {
        guard self.message.holdsBody else { return context.frame.bytes }
        let split = context.frame.bodyPosition
        return context.frame.bytes[..<split] + Array(body) + context.frame.bytes[split...]
    }

    /// Reads the timestamp of a request that is proven already.
    private func sentAt(_ text: String?) throws(VerificationError) -> Timestamp? {
        guard var text, let timestamp = self.rules.timestamp else { return nil }
        guard let sentAt = text.withUTF8({ timestamp.format.read(UnsafeRawBufferPointer($0)) }) else {
            throw VerificationError(.malformedTimestamp, header: self.rules.timestampHeader)
        }
        return sentAt
    }
}

extension HMACRules {
    /// Every place in the body that verification looks at, each once.
    var pointers: [JSONPointer] {
        var found = self.forbidden
        if case .json(let pointer) = self.place { found.append(pointer) }
        if case .json(let pointer)? = self.timestamp?.source { found.append(pointer) }
        for case .json(let pointer) in self.signedContent.allParts { found.append(pointer) }
        var unique: [JSONPointer] = []
        for pointer in found where !unique.contains(pointer) { unique.append(pointer) }
        return unique
    }

    /// Where the timestamp stands, for people.
    var timestampHeader: String? {
        switch self.timestamp?.source {
        case .header(let name)?: name.text
        case .signaturePair?, .signatureStart?: self.header.text
        case .json?, nil: nil
        }
    }

    /// Refuses a request that is too old or too far ahead.
    func checkFreshness(of sentAt: Timestamp?, now: Timestamp) throws(VerificationError) {
        guard let sentAt, let tolerance = self.timestamp?.toleranceMilliseconds else { return }
        let skew = now.milliseconds(since: sentAt)
        guard skew.magnitude > tolerance.magnitude else { return }
        throw VerificationError(
            skew > 0 ? .staleTimestamp : .futureTimestamp,
            header: self.timestampHeader,
            skewMilliseconds: skew
        )
    }
}
