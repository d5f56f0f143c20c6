/// How the bytes of a signature are written in a header; the raw value is its name in gateway.conf.
package enum SignatureEncoding: String, Sendable, CaseIterable {
    /// Read in either case, written in lower case.
    case hex
    /// RFC 4648 §4, padded.
    case base64
    /// RFC 4648 §5; read with or without padding, written without.
    case base64url

    /// Reads the text of exactly as many bytes as `out` has room for.
    ///
    /// - Returns: Whether it is that: every character known, the length right, no stray bits behind the last byte.
    ///   Otherwise `out` holds anything.
    func decode(_ text: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) -> Bool {
        switch self {
        case .hex: HexText.decode(text, into: out)
        case .base64: Base64Text.standard.decode(text, into: out, padding: .required)
        case .base64url: Base64Text.urlSafe.decode(text, into: out, padding: .optional)
        }
    }

    /// Writes bytes behind a prefix.
    func encode(_ bytes: UnsafeRawBufferPointer, prefix: String = "") -> String {
        let capacity = prefix.utf8.count + bytes.count * 2 + 4
        return String(unsafeUninitializedCapacity: capacity) { out in
            var count = 0
            for byte in prefix.utf8 {
                out[count] = byte
                count += 1
            }
            let rest = UnsafeMutableBufferPointer(rebasing: out[count...])
            switch self {
            case .hex: return count + HexText.encode(bytes, into: rest)
            case .base64: return count + Base64Text.standard.encode(bytes, into: rest, isPadded: true)
            case .base64url: return count + Base64Text.urlSafe.encode(bytes, into: rest, isPadded: false)
            }
        }
    }
}
