package import Events

/// Signs what goes out to one target, in the way of any scheme that this gateway can verify.
package final class Signer: Sendable {
    private enum Plan: Sendable {
        case token(header: FieldName, token: String)
        case hmac(rules: HMACRules, key: HMACKey)
    }

    private let plan: Plan
    private let idHeader: FieldName?

    /// Prepares a scheme.
    ///
    /// - Throws: ``SchemeError`` for a scheme that contradicts itself, proves nothing, or signs headers that only the
    ///   sender knows.
    package init(scheme: SignatureScheme, secret: SecretKey) throws(SchemeError) {
        try scheme.validate()
        self.idHeader = scheme.idHeader
        switch scheme.proof {
        case .none:
            throw SchemeError(
                .cannotSign,
                "the scheme \(scheme.name) proves nothing, so nothing can be signed with it",
                fix: "name a scheme that signs, or take the secret out"
            )
        case .token(let header):
            self.plan = .token(header: header, token: String(decoding: secret.bytes, as: UTF8.self))
        case .hmac(let rules):
            for case .header(let name) in rules.signedContent.parts {
                throw SchemeError(
                    .cannotSign,
                    "the scheme \(scheme.name) signs the header \(name), which the gateway does not write",
                    fix: "name a scheme whose signed content is made of {timestamp}, {id} and {body}"
                )
            }
            guard let fetched = rules.digest.fetched else {
                throw SchemeError(
                    .digestUnavailable,
                    "the libcrypto of this machine does not allow \(rules.digest.title)",
                    fix: "name another digest, or allow it in openssl.cnf"
                )
            }
            self.plan = .hmac(rules: rules, key: HMACKey(secret, digest: rules.digest, fetched: fetched))
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
        case .hmac(let rules, let key):
            let timestamp = rules.timestamp?.format.write(now) ?? ""
            Self.frame(rules.signedContent, timestamp: timestamp, id: id, context)
            key.authenticate(body: body, in: context)
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
        _ content: SignedContent,
        timestamp: String,
        id: String,
        _ context: HMACContext
    ) {
        context.frame.clear()
        for part in content.parts {
            switch part {
            case .literal(let text): context.frame.append(text)
            case .timestamp: context.frame.append(timestamp)
            case .id: context.frame.append(id)
            case .body: context.frame.markBody()
            case .header: preconditionFailure("a signer of signed headers was not made")
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
        case .tagged(let tagName): return self.encoding.encode(tag, prefix: "\(tagName),")
        case .pairs(let separator, let key):
            guard case .signaturePair(let timestampKey)? = self.timestamp?.source else {
                return self.encoding.encode(tag, prefix: "\(key)=")
            }
            return self.encoding.encode(tag, prefix: "\(timestampKey)=\(timestamp)\(separator)\(key)=")
        }
    }
}
