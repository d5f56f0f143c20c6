import Events
import Payload

// The schemes that gateway.conf can name. A preset is what the sender's own documentation says, with a test vector.

extension SignatureScheme {
    /// Every scheme that gateway.conf can name, in the order of the documentation.
    package static var presetNames: [String] { Self.presets.map(\.name) }

    /// The scheme of that name; case counts.
    package static func preset(_ name: String) -> SignatureScheme? {
        Self.presets.first { $0.name == name }
    }

    /// A sender whose digest the libcrypto of this machine forbids is left out; a test reads every row.
    private static let presets =
        [Self.cubeConnect, Self.genericHMAC, Self.unauthenticated]
        + SenderPreset.all.compactMap { try? $0.text.scheme() }

    /// CubeConnect: `hex(HMAC-SHA256(secret, timestamp + "." + body))`.
    ///
    /// Its own documentation sends ISO 8601; Unix seconds and milliseconds are taken as well (product.md §2.3).
    private static let cubeConnect = SignatureScheme(
        name: "cubeconnect",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.timestamp, .literal("."), .body),
                header: "X-Webhook-Signature",
                timestamp: TimestampRules(source: .header("X-Webhook-Timestamp"), format: .any)
            )
        ),
        eventName: .body("/event"),
        occurredAt: .body("/timestamp")
    )

    /// Any other HMAC; the fields are for gateway.conf to change.
    private static let genericHMAC = SignatureScheme(
        name: "hmac",
        proof: .hmac(HMACRules(signedContent: SignedContent(.body), header: "X-Webhook-Signature")),
        eventName: .body("/event")
    )

    /// No proof at all, said in so many words.
    private static let unauthenticated = SignatureScheme(name: "none", proof: .none, eventName: .body("/event"))
}

extension ValueLocation {
    /// A place in the body, by a pointer that stands in the source of the program.
    fileprivate static func body(_ pointer: StaticString) -> ValueLocation {
        // `try!` because the text is a constant of this file, and a test reads every preset.
        .json(try! JSONPointer("\(pointer)"))
    }
}
