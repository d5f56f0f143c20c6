import Events
import Payload

extension SchemeText {
    func proof() throws(SchemeTextError) -> SignatureScheme.Proof {
        let proof = try self.choice(.proof, SchemeProof.self, default: .hmac)
        try self.refuseForeign(to: proof)
        switch proof {
        case .basic: return .basic
        case .token:
            switch try self.signaturePlace() {
            case .json(let pointer): return .bodyToken(pointer)
            case .headers(let names) where names.count == 1: return .token(header: names[0])
            case .headers, .numbered: throw self.badSignature("names several places for one secret")
            }
        case .jwt:
            guard case .headers(let names) = try self.signaturePlace(), names.count == 1 else {
                throw self.badSignature("is no single header, which is where a token stands")
            }
            guard let hash = self.settings[.bodyHash], hash.hasPrefix("claim:"), hash.count > 6 else {
                throw self.error(
                    .bodyHash,
                    "a token proves nothing about the body unless a claim holds its hash",
                    "write body_hash = \"claim:NAME\""
                )
            }
            return .jwt(
                JWTRules(
                    header: names[0],
                    bodyHashClaim: String(hash.dropFirst(6)),
                    toleranceMilliseconds: try self.tolerance()
                )
            )
        case .hmac, .ed25519, .ecdsaP256, .rsa: return .hmac(try self.rules(proof.algorithm ?? .hmac))
        }
    }

    /// What stands there and would not be used.
    private func refuseForeign(to proof: SchemeProof) throws(SchemeTextError) {
        let signing: [SchemeSetting] = [
            .layout, .prefix, .separator, .tag, .encoding, .digest, .content, .timestamp, .timestampFormat,
            .unsignedBody,
            .mustBeAbsent,
        ]
        let foreign: [SchemeSetting] =
            switch proof {
            case .basic: signing + [.signature, .bodyHash, .tolerance, .unsignedEvent]
            case .token: signing + [.bodyHash, .tolerance, .unsignedEvent]
            case .jwt: signing
            case .hmac, .rsa: []
            case .ed25519, .ecdsaP256: [.digest]
            }
        for setting in foreign where self.settings[setting] != nil {
            throw self.error(
                setting,
                "\(setting.rawValue) means nothing with the proof \"\(proof.rawValue)\"",
                "remove \(setting.rawValue), or name another proof"
            )
        }
    }

    private func rules(_ algorithm: SignatureAlgorithm) throws(SchemeTextError) -> HMACRules {
        var rules = HMACRules(signedContent: try self.content(), header: "")
        rules.algorithm = algorithm
        rules.place = try self.signaturePlace()
        rules.encoding = try self.choice(.encoding, SignatureEncoding.self, default: .hex)
        let digests = try self.digests()
        rules.digest = digests[0]
        rules.layout = try self.layout(digests)
        rules.timestamp = try self.timestamp()
        rules.isUnsignedBodyAccepted = self.isOn(.unsignedBody)
        if let text = self.settings[.mustBeAbsent] {
            for part in text.split(separator: " | ", omittingEmptySubsequences: false) {
                guard let pointer = try? JSONPointer(String(part)), !part.isEmpty else {
                    throw self.error(.mustBeAbsent, "\"\(part)\" is no place in the body", "write \"/pointer\"")
                }
                rules.forbidden.append(pointer)
            }
        }
        if let hash = self.settings[.bodyHash] {
            guard hash.hasPrefix("query:"), hash.count > 6, rules.signedContent.allParts.contains(.url) else {
                throw self.error(
                    .bodyHash,
                    "body_hash \"\(hash)\" is no query parameter of a URL that is signed",
                    "write \"query:NAME\", and {url} into content"
                )
            }
            rules.bodyHashQuery = String(hash.dropFirst(6))
        }
        return rules
    }

    private func content() throws(SchemeTextError) -> SignedContent {
        guard let template = self.settings[.content] else { return SignedContent(.body) }
        do throws(SchemeError) {
            return try SignedContent(template: template, needsBody: false)
        } catch {
            throw self.error(.content, error.problem, error.fix)
        }
    }

    private func digests() throws(SchemeTextError) -> [DigestAlgorithm] {
        var digests: [DigestAlgorithm] = []
        for name in (self.settings[.digest] ?? "sha256").split(separator: ", ", omittingEmptySubsequences: false) {
            guard let digest = DigestAlgorithm(rawValue: String(name)), !digests.contains(digest) else {
                let all = DigestAlgorithm.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                throw self.error(.digest, "there is no digest \"\(name)\", or it stands there twice", "write \(all)")
            }
            digests.append(digest)
        }
        if digests.count > 1, self.settings[.layout] != SchemeLayout.method.rawValue {
            throw self.error(
                .digest,
                "a request must say which of several digests it is signed with",
                "name one, or say layout = \"method\""
            )
        }
        return digests
    }

    private func layout(_ digests: [DigestAlgorithm]) throws(SchemeTextError) -> SignatureLayout {
        let layout = try self.choice(.layout, SchemeLayout.self, default: .plain)
        let needed: [SchemeSetting] =
            switch layout {
            case .plain, .method: []
            case .pairs, .tagged: [.tag]
            case .positional: []
            }
        let allowed: [SchemeSetting] =
            switch layout {
            case .plain: [.prefix]
            case .method: []
            case .pairs: [.tag, .separator]
            case .tagged: [.tag]
            case .positional: [.separator]
            }
        for setting in [SchemeSetting.prefix, .separator, .tag] {
            if self.settings[setting] != nil, !allowed.contains(setting) {
                throw self.error(
                    setting,
                    "\(setting.rawValue) means nothing with the layout \"\(layout.rawValue)\"",
                    "remove it, or name another layout"
                )
            }
            if self.settings[setting] == nil, needed.contains(setting) {
                throw self.error(
                    .layout,
                    "the layout \"\(layout.rawValue)\" needs a \(setting.rawValue), such as \"v1\"",
                    "add \(setting.rawValue)"
                )
            }
        }
        let separators = self.settings[.separator, default: ","].unicodeScalars
        guard let separator = separators.first, separators.count == 1 else {
            throw self.error(.separator, "the separator is not one character", "write one, such as \",\"")
        }
        let tag = self.settings[.tag] ?? ""
        return switch layout {
        case .plain: .plain(prefix: self.settings[.prefix] ?? "")
        case .method: .method(allowed: digests)
        case .pairs: .pairs(separator: separator, key: tag)
        case .tagged: .tagged(tag: tag)
        case .positional: .positional(separator: separator)
        }
    }
}
