/// A key of the language that schemes are written in: of `[[scheme]]` in gateway.conf and of the presets alike.
package enum SchemeSetting: String, Sendable, CaseIterable, Comparable {
    case proof
    case signature
    case layout
    case prefix
    case separator
    case tag
    case encoding
    case digest
    case content
    case timestamp
    case timestampFormat = "timestamp_format"
    case tolerance
    case keyDecoding = "key_decoding"
    case event
    case unsignedEvent = "unsigned_event"
    case id
    case time
    case bodyHash = "body_hash"
    case unsignedBody = "unsigned_body"
    case mustBeAbsent = "must_be_absent"
    case handshake

    /// The order in which people write them.
    package static func < (left: SchemeSetting, right: SchemeSetting) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What a scheme is proven by, as the language calls it.
package enum SchemeProof: String, Sendable, CaseIterable {
    case hmac, ed25519
    case ecdsaP256 = "ecdsa-p256"
    case rsa, token, basic, jwt

    var algorithm: SignatureAlgorithm? { SignatureAlgorithm(rawValue: self.rawValue) }
}

/// How a signature header is laid out, as the language calls it.
package enum SchemeLayout: String, Sendable, CaseIterable {
    case plain, method, pairs, tagged, positional
}

/// Why the text of a scheme cannot be used, with the key that it is about.
package struct SchemeTextError: Error, Sendable, Equatable {
    /// `nil` where it is about the scheme as a whole.
    package let setting: SchemeSetting?
    package let problem: String
    package let fix: String
}
