import Events

/// The signatures that a request of a general scheme presents, decoded, with the timestamp beside them.
struct PresentedTexts {
    private(set) var signatures: [[UInt8]] = []
    private(set) var timestamp: String?
    /// Which of the rules' digests they are made with.
    private(set) var digestIndex = 0

    /// Adds what one header or one place in the body holds.
    ///
    /// - Throws: ``VerificationError`` with `malformed_signature` or `ambiguous_header`.
    mutating func read(_ value: String, _ rules: HMACRules, header: String?) throws(VerificationError) {
        switch rules.layout {
        case .plain(let prefix):
            guard value.utf8.starts(with: prefix.utf8) else { throw Self.malformed(header) }
            try self.take(value.utf8.dropFirst(prefix.utf8.count), rules, header)
        case .method(let allowed):
            let words = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2, let index = allowed.firstIndex(where: { $0.rawValue == words[0] }) else {
                throw Self.malformed(header)
            }
            guard self.signatures.isEmpty || index == self.digestIndex else {
                throw VerificationError(.ambiguousHeader, header: header)
            }
            self.digestIndex = index
            try self.take(words[1].utf8, rules, header)
        case .pairs(let separator, let key): try self.readPairs(value, separator, key, rules, header)
        case .tagged(let tag):
            for part in value.split(separator: " ", omittingEmptySubsequences: false) {
                let words = part.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
                guard words.count == 2 else { throw Self.malformed(header) }
                if words[0] == tag { try self.take(words[1].utf8, rules, header) }
            }
        case .positional(let separator):
            let words = value.split(separator: Character(separator), omittingEmptySubsequences: false)
            guard words.count >= 2 else { throw Self.malformed(header) }
            try self.note(timestamp: String(words[0]), header)
            for word in words.dropFirst() { try self.take(word.utf8, rules, header) }
        }
    }

    private mutating func readPairs(
        _ value: String,
        _ separator: Unicode.Scalar,
        _ key: String,
        _ rules: HMACRules,
        _ header: String?
    ) throws(VerificationError) {
        for part in value.split(separator: Character(separator), omittingEmptySubsequences: false) {
            let pair = part.drop { $0 == " " || $0 == "\t" }
            let words = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2 else { throw Self.malformed(header) }
            if words[0] == key {
                try self.take(words[1].utf8, rules, header)
            } else if case .signaturePair(let timestampKey)? = rules.timestamp?.source, words[0] == timestampKey {
                try self.note(timestamp: String(words[1]), header)
            }
        }
    }

    private mutating func note(timestamp: String, _ header: String?) throws(VerificationError) {
        guard self.timestamp == nil || self.timestamp == timestamp else {
            throw VerificationError(.ambiguousHeader, header: header)
        }
        self.timestamp = timestamp
    }

    private mutating func take(
        _ text: some Sequence<UInt8>,
        _ rules: HMACRules,
        _ header: String?
    ) throws(VerificationError) {
        let most = rules.algorithm.isAsymmetric ? Limits.keyPairSignaturesMax : Limits.signaturesPerRequestMax
        guard self.signatures.count < most,
            let bytes = KeyDecoding.bytes(of: String(decoding: Array(text), as: UTF8.self), as: rules.encoding),
            !bytes.isEmpty, bytes.count <= Limits.signatureBytesMax
        else { throw Self.malformed(header) }
        if rules.algorithm == .hmac, bytes.count != rules.digests[self.digestIndex].byteCount {
            throw Self.malformed(header)
        }
        self.signatures.append(bytes)
    }

    private static func malformed(_ header: String?) -> VerificationError {
        VerificationError(.malformedSignature, header: header)
    }
}
