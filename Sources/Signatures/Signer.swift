package import Events

/// Signs what goes out to one target, in the way of any scheme that this gateway can verify.
package final class Signer: Sendable {
    private enum Plan: Sendable {
        case token(header: FieldName, token: String)
        case hmac(rules: HMACRules, key: HMACKey, message: PreparedMessage)
    }

    private let plan: Plan
    private let idHeader: FieldName?

    /// Prepares a scheme.
    ///
    /// - Throws: ``SchemeError`` for a scheme that contradicts itself, proves nothing, or signs headers that only the
    ///   sender knows.
    package init(scheme: SignatureScheme, secret: SecretKey) throws(SchemeError) {
        try scheme.validate()
        try scheme.checkSite()
        self.idHeader = scheme.idHeader
        switch scheme.proof {
        case .none:
            throw SchemeError(
                .cannotSign,
                "the scheme \(scheme.name) proves nothing, so nothing can be signed with it",
                fix: "name a scheme that signs, or take the secret out"
            )
        case .bodyToken, .basic, .jwt:
            throw SchemeError(
                .cannotSign,
                "the gateway does not prove itself with the scheme \(scheme.name)",
                fix: "name a scheme of HMACs, such as \"standard-webhooks\""
            )
        case .token(let header):
            self.plan = .token(header: header, token: String(decoding: secret.bytes, as: UTF8.self))
        case .hmac(let rules):
            try Self.check(rules, of: scheme)
            guard let fetched = rules.digest.fetched else {
                throw SchemeError(
                    .digestUnavailable,
                    "the libcrypto of this machine does not allow \(rules.digest.title)",
                    fix: "name another digest, or allow it in openssl.cnf"
                )
            }
            self.plan = .hmac(
                rules: rules,
                key: HMACKey(secret, digest: rules.digest, fetched: fetched),
                message: PreparedMessage(scheme, rules)
            )
        }
    }

    private static func check(_ rules: HMACRules, of scheme: SignatureScheme) throws(SchemeError) {
        if rules.algorithm.isAsymmetric {
            throw SchemeError(
                .cannotSign,
                "the scheme \(scheme.name) is signed with a private key, and the gateway has only secrets",
                fix: "name a scheme of HMACs, such as \"standard-webhooks\""
            )
        }
        for part in rules.signedContent.parts {
            let what: String
            switch part {
            case .header(let name): what = "the header \(name)"
            case .json, .query, .optional, .bodyCRC32, .senderID: what = "parts of the request"
            case .literal, .timestamp, .id, .body, .method, .url, .path, .form, .bodySHA256: continue
            }
            throw SchemeError(
                .cannotSign,
                "the scheme \(scheme.name) signs \(what), which the gateway does not write",
                fix: "name a scheme whose signed content is made of {timestamp}, {id} and {body}"
            )
        }
        guard case .headers = rules.place, rules.bodyHashQuery == nil else {
            throw SchemeError(
                .cannotSign,
                "the scheme \(scheme.name) does not put its signature into a header of a fixed name",
                fix: "name a scheme that does, such as \"standard-webhooks\""
            )
        }
    }

    /// Signs one request.
    ///
    /// - Parameters:
    ///   - body: Exactly the bytes that are sent.
    ///   - id: What the delivery is called, where the scheme sends an id; without control characters.
    ///   - now: The timestamp: fresh at each attempt, because a receiver refuses an old one.
    ///   - context: The calling thread's own.
    /// - Returns: The headers to send, the signature last.
    package func sign(
        body: UnsafeRawBufferPointer,
        id: String,
        now: Timestamp,
        using context: HMACContext
    ) -> [SignedHeader] {
        switch self.plan {
        case .token(let header, let token):
            return [SignedHeader(name: header.text, value: token)]
        case .hmac(let rules, let key, let message):
            let timestamp = rules.timestamp?.format.write(now) ?? ""
            Self.frame(message, timestamp: timestamp, id: id, body, context)
            key.authenticate(
                body: message.holdsBody ? body : UnsafeRawBufferPointer(start: nil, count: 0),
                in: context
            )
            var headers: [SignedHeader] = []
            headers.reserveCapacity(3)
            if let idHeader = self.idHeader, rules.signedContent.parts.contains(.id) {
                headers.append(SignedHeader(name: idHeader.text, value: id))
            }
            if case .header(let name)? = rules.timestamp?.source {
                headers.append(SignedHeader(name: name.text, value: timestamp))
            }
            let tag = UnsafeRawBufferPointer(start: context.tag, count: key.byteCount)
            headers.append(SignedHeader(name: rules.header.text, value: rules.value(of: tag, timestamp: timestamp)))
            return headers
        }
    }

    private static func frame(
        _ message: PreparedMessage,
        timestamp: String,
        id: String,
        _ body: UnsafeRawBufferPointer,
        _ context: HMACContext
    ) {
        context.frame.clear()
        for part in message.parts {
            switch part {
            case .literal(let text): context.frame.append(text)
            case .timestamp: context.frame.append(timestamp)
            case .id: context.frame.append(id)
            case .body: context.frame.markBody()
            case .method: context.frame.append("POST")
            case .url: context.frame.append(message.publicURL)
            case .path: context.frame.append(message.publicPath)
            case .form: context.frame.append(FormFields(body)?.sorted ?? [])
            case .bodySHA256:
                context.hash(body)
                context.frame.append(
                    SignatureEncoding.hex.encode(
                        UnsafeRawBufferPointer(start: context.tag, count: DigestAlgorithm.sha256.byteCount)
                    )
                )
            case .header, .json, .query, .optional, .bodyCRC32, .senderID:
                preconditionFailure("a signer of parts that it does not write was not made")
            }
        }
    }
}

extension Signer: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension HMACRules {
    /// The value of the signature header.
    fileprivate func value(of tag: UnsafeRawBufferPointer, timestamp: String) -> String {
        switch self.layout {
        case .plain(let prefix): return self.encoding.encode(tag, prefix: prefix)
        case .method: return self.encoding.encode(tag, prefix: "\(self.digest.rawValue)=")
        case .positional(let separator): return self.encoding.encode(tag, prefix: "\(timestamp)\(separator)")
        case .tagged(let tagName): return self.encoding.encode(tag, prefix: "\(tagName),")
        case .pairs(let separator, let key):
            guard case .signaturePair(let timestampKey)? = self.timestamp?.source else {
                return self.encoding.encode(tag, prefix: "\(key)=")
            }
            return self.encoding.encode(tag, prefix: "\(timestampKey)=\(timestamp)\(separator)\(key)=")
        }
    }
}
