import Events

extension SignatureScheme {
    /// Checks that the parts of the scheme fit together.
    ///
    /// - Throws: ``SchemeError`` for the first that does not.
    package func validate() throws(SchemeError) {
        for name in self.locationHeaders { try FieldName(name).validate() }
        switch self.proof {
        case .none, .basic, .bodyToken: return
        case .token(let header): try header.validate()
        case .jwt(let rules):
            try rules.header.validate()
            try HMACRules.validate(tolerance: rules.toleranceMilliseconds)
        case .hmac(let rules): try self.validate(rules)
        }
    }

    private func validate(_ rules: HMACRules) throws(SchemeError) {
        switch rules.place {
        case .headers(let names): for name in names { try name.validate() }
        case .numbered(let prefix): try FieldName("\(prefix)1").validate()
        case .json: break
        }
        try rules.validateContent()
        for case .header(let name) in rules.signedContent.allParts { try FieldName(name).validate() }
        if rules.signedContent.allParts.contains(.id) {
            guard case .header? = self.deliveryID else {
                throw SchemeError(
                    .missingIDHeader,
                    "the signed content holds {id}, and the scheme names no header that the id comes in",
                    fix: "name the header of the delivery id, or take {id} out"
                )
            }
        }
        try rules.validateLayout()
        try rules.validateTimestamp()
        for digest in rules.digests where digest.fetched == nil {
            throw SchemeError(
                .digestUnavailable,
                "the libcrypto of this machine does not allow \(digest.title)",
                fix: "name another digest, or allow it in openssl.cnf"
            )
        }
    }
}

extension FieldName {
    fileprivate func validate() throws(SchemeError) {
        guard self.isValid else {
            throw SchemeError(
                .invalidHeaderName,
                "\"\(self.text)\" cannot be the name of a header",
                fix: "write letters, digits and hyphens, such as X-Webhook-Signature"
            )
        }
    }
}

extension SignatureScheme {
    /// Checks that the configuration says what is signed and no request can be asked for.
    func checkSite() throws(SchemeError) {
        if self.needsPublicURL, self.publicURL == nil {
            throw SchemeError(
                .missingPublicURL,
                "the scheme \(self.name) signs the URL that the sender was given, and none is set",
                fix: "add public_url, exactly as the sender has it"
            )
        }
        if self.needsSenderID, self.senderID == nil {
            throw SchemeError(
                .missingSenderID,
                "the scheme \(self.name) signs the id that the sender gave this webhook, and none is set",
                fix: "add sender_id, as the sender shows it"
            )
        }
    }
}

extension HMACRules {
    fileprivate func validateContent() throws(SchemeError) {
        let bodies = self.signedContent.allParts.count { $0 == .body }
        let isEmpty = self.signedContent.allParts.allSatisfy(\.isLiteral)
        guard bodies <= 1, !isEmpty, self.isBodySigned || self.isUnsignedBodyAccepted else {
            let isLeftOut = bodies == 0 && !isEmpty && self.signedContent.parts.contains { !$0.isPlain }
            throw SchemeError(
                isLeftOut ? .unsignedBody : .invalidTemplate,
                "the signed content \"\(self.signedContent.template)\" does not hold the body exactly once",
                fix: isLeftOut
                    ? "write {body} into it, or say unsigned_body = true if the sender really leaves it out"
                    : "write {body} into it once; what is not signed proves nothing"
            )
        }
    }

    fileprivate func validateLayout() throws(SchemeError) {
        let isSound =
            switch self.layout {
            case .plain: true
            case .method(let allowed): allowed.contains(self.digest)
            case .pairs(let separator, let key):
                !key.isEmpty && separator.isASCII && separator != "=" && !key.unicodeScalars.contains(separator)
                    && !key.contains("=") && self.timestamp?.source != .signaturePair(key: key)
            case .tagged(let tag): !tag.isEmpty && !tag.contains(" ") && !tag.contains(",")
            case .positional(let separator): separator.isASCII && self.timestamp?.source == .signatureStart
            }
        guard isSound else {
            throw SchemeError(
                .invalidLayout,
                "the layout of the signature header \(self.header.text) cannot be read without doubt",
                fix:
                    "name a key or tag of its own for the signature, without separators; allow the digest that signs"
            )
        }
    }

    fileprivate func validateTimestamp() throws(SchemeError) {
        guard let timestamp = self.timestamp else {
            guard !self.signedContent.parts.contains(.timestamp) else {
                throw SchemeError(
                    .missingTimestampRules,
                    "the signed content holds {timestamp}, and the scheme does not say where the timestamp stands",
                    fix: "name the header of the timestamp and its format, or take {timestamp} out"
                )
            }
            return
        }
        switch timestamp.source {
        case .header(let name): try name.validate()
        case .json:
            guard !self.signedContent.parts.contains(.timestamp) || !self.isBodySigned else {
                throw SchemeError(
                    .invalidTemplate,
                    "the signed content holds {timestamp}, which is in the body and signed with it already",
                    fix: "take {timestamp} out, or name the header that it comes in"
                )
            }
        case .signatureStart:
            guard case .positional = self.layout else {
                throw SchemeError(
                    .invalidLayout,
                    "the timestamp is to stand before the signatures, and the signature header has no such place",
                    fix: "lay the signature header out as positional, or name another place for the timestamp"
                )
            }
        case .signaturePair(let key):
            guard case .pairs = self.layout, !key.isEmpty, timestamp.format != .httpDate else {
                throw SchemeError(
                    .invalidLayout,
                    "the timestamp is to stand in the signature header, which is no list of keys and values that it fits into",
                    fix: "lay the signature header out as pairs, or name another place for the timestamp"
                )
            }
        }
        guard self.isTimestampSigned || timestamp.isUnsignedAccepted || timestamp.toleranceMilliseconds == nil else {
            throw SchemeError(
                .unsignedTimestamp,
                "the timestamp is not signed, so anyone can make a captured request fresh again",
                fix: "put {timestamp} into the signed content if the sender signs it, else set no tolerance"
            )
        }
        try Self.validate(tolerance: timestamp.toleranceMilliseconds)
    }

    fileprivate static func validate(tolerance: Int64?) throws(SchemeError) {
        let range = Limits.toleranceMilliseconds
        if let tolerance, !range.contains(tolerance) {
            throw SchemeError(
                .invalidTolerance,
                "a tolerance of \(tolerance) ms cannot be used",
                fix: "write one from \(range.lowerBound / 1000) s to \(range.upperBound / 1000) s"
            )
        }
    }
}
