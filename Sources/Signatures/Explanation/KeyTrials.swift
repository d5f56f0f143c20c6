/// The keys that a sender may have signed with instead of the right one.
enum KeyTrials {
    /// One of them, and what it means.
    struct Key {
        let bytes: [UInt8]
        let mistake: Mistake?
    }

    /// A secret that belongs to somebody else.
    struct Foreign {
        /// `source "crm"`.
        let owner: String
        let secret: SecretKey
    }

    /// The source's own keys first, then the others, none of them twice.
    static func of(_ secrets: [SecretKey], decoding: KeyDecoding, foreign: [Foreign]) -> [Key] {
        var keys = secrets.map { Key(bytes: $0.bytes, mistake: nil) }
        func add(_ bytes: [UInt8]?, _ mistake: Mistake) {
            guard let bytes, !bytes.isEmpty, !keys.contains(where: { $0.bytes == bytes }) else { return }
            keys.append(Key(bytes: bytes, mistake: mistake))
        }
        for secret in secrets {
            for (space, name) in Self.spaces {
                add(secret.bytes + space, .secretSpace("with \(name) behind it"))
                guard secret.bytes.suffix(space.count).elementsEqual(space) else { continue }
                add(Array(secret.bytes.dropLast(space.count)), .secretSpace("without \(name) behind it"))
            }
            add([0x20] + secret.bytes, .secretSpace("with a space before it"))
            add([0x22] + secret.bytes + [0x22], .secretSpace("with quotes around it"))
        }
        for secret in secrets { Self.otherDecodings(of: secret, decoding, add) }
        for other in foreign { add(other.secret.bytes, .otherSecret(other.owner)) }
        return keys
    }

    private static let spaces: [(bytes: [UInt8], name: String)] = [
        ([0x0A], "a line feed"), ([0x0D, 0x0A], "a carriage return and a line feed"), ([0x20], "a space"),
    ]

    /// The secret as text where it should be decoded, and the other way round.
    private static func otherDecodings(
        of secret: SecretKey,
        _ decoding: KeyDecoding,
        _ add: ([UInt8]?, Mistake) -> Void
    ) {
        let expected = decoding.use
        for text in Self.texts(of: secret, decoding) {
            for other in KeyDecoding.allCases where other != decoding {
                add(other.decode(text), .secretUsed(as: other.use, expected: expected))
            }
        }
    }

    /// The texts that the secret may have been written as.
    private static func texts(of secret: SecretKey, _ decoding: KeyDecoding) -> [String] {
        switch decoding {
        case .utf8:
            return [String(decoding: secret.bytes, as: UTF8.self)]
        case .hex:
            let text = secret.bytes.withUnsafeBytes { SignatureEncoding.hex.encode($0) }
            return [text, text.uppercased()]
        case .base64, .whsec:
            let text = secret.bytes.withUnsafeBytes { SignatureEncoding.base64.encode($0) }
            let bare = String(text.prefix { $0 != "=" })
            return [KeyDecoding.whsecPrefix + text, text, bare]
        }
    }
}

extension KeyDecoding {
    /// For people.
    fileprivate var use: String {
        switch self {
        case .utf8: "text"
        case .hex: "bytes decoded from hex"
        case .base64: "bytes decoded from base64"
        case .whsec: "bytes decoded from base64 behind whsec_"
        }
    }
}
