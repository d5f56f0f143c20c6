/// The key of one secret.
///
/// It never prints itself: not in text, not in a debugger's mirror, not in `dump`.
package struct SecretKey: Sendable {
    let bytes: [UInt8]

    /// Decodes a secret as a scheme wants it.
    ///
    /// - Throws: ``SchemeError/Code/emptySecret`` where nothing is left but white space or NUL, which anyone can guess;
    ///   ``SchemeError/Code/undecodableSecret`` where the text is not in the encoding.
    package init(text: String, decoding: KeyDecoding) throws(SchemeError) {
        guard !text.utf8.allSatisfy({ $0 == 0 || $0 == 0x20 || (0x09...0x0D).contains($0) }) else {
            throw Self.emptyError
        }
        guard let bytes = decoding.decode(text) else {
            throw SchemeError(
                .undecodableSecret,
                "the secret is no \(decoding.rawValue) text",
                fix: decoding.fix
            )
        }
        // RFC 2104 §2 pads every key with NUL, so a key of nothing else is the empty key.
        guard bytes.contains(where: { $0 != 0 }) else { throw Self.emptyError }
        self.bytes = bytes
    }

    private static var emptyError: SchemeError {
        SchemeError(
            .emptySecret,
            "the secret is empty or nothing but white space, so anyone could sign",
            fix: "set the secret that the sender signs with; `hookgate secret` makes a new one"
        )
    }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SecretKey(not shown)" }
    package var debugDescription: String { self.description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension KeyDecoding {
    fileprivate var fix: String {
        switch self {
        case .whsec: "copy it whole, as whsec_ and base64 behind it"
        case .whpk: "copy the public key whole, as whpk_ and base64 behind it"
        default: "copy it whole, or name another key decoding"
        }
    }
}
