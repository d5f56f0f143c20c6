/// How the text of a secret becomes the bytes of a key; the raw value is its name in gateway.conf.
package enum KeyDecoding: String, Sendable, CaseIterable {
    /// The text itself, in UTF-8.
    case utf8
    /// Two hexadecimal digits a byte.
    case hex
    /// Base64 (RFC 4648 §4), with or without padding.
    case base64
    /// Base64 behind `whsec_`, as Standard Webhooks writes secrets; the prefix may be left out.
    case whsec
    /// Base64 behind `whpk_`, as Standard Webhooks writes public keys; the prefix may be left out.
    case whpk

    static let whsecPrefix = "whsec_"
    static let whpkPrefix = "whpk_"

    /// The key; `nil` where the text is no such encoding.
    func decode(_ text: String) -> [UInt8]? {
        switch self {
        case .utf8: return Array(text.utf8)
        case .hex: return Self.bytes(of: text, as: .hex)
        case .base64: return Self.bytes(of: text, as: .base64)
        case .whsec: return Self.bytes(of: text, behind: Self.whsecPrefix)
        case .whpk: return Self.bytes(of: text, behind: Self.whpkPrefix)
        }
    }

    private static func bytes(of text: String, behind prefix: String) -> [UInt8]? {
        Self.bytes(of: text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text, as: .base64)
    }

    /// Decodes a text of any length; padding of base64 may be left out.
    static func bytes(of text: String, as encoding: SignatureEncoding) -> [UInt8]? {
        let digits = encoding == .hex ? text[...] : text[..<(text.firstIndex(of: "=") ?? text.endIndex)]
        let count = encoding == .hex ? digits.utf8.count / 2 : digits.utf8.count * 6 / 8
        var padded = Array(digits.utf8)
        if encoding != .hex {
            // Padding says nothing about a key, so what is missing is filled up. What is there must be right.
            while !padded.count.isMultiple(of: 4) { padded.append(UInt8(ascii: "=")) }
            guard text.utf8.count == digits.utf8.count || text.utf8.elementsEqual(padded) else { return nil }
        }
        var bytes = [UInt8](repeating: 0, count: count)
        let isRead = bytes.withUnsafeMutableBytes { out in
            padded.withUnsafeBytes { encoding.decode($0, into: out) }
        }
        return isRead ? bytes : nil
    }
}
