import Events

/// What a challenge may be made of, and how long it may be.
///
/// A challenge goes back to whoever sent it, and some are signed. So none can hold what a browser would run, what ends a
/// header line or a JSON string, or what is a request that the source would believe.
struct ChallengeText: Sendable {
    private let extra: StaticString
    private let bytesMax: Int

    /// `[A-Za-z0-9_=-]{1,128}`: no document, no object, no array is written like that, so it may be signed.
    static let token = ChallengeText("_=-", bytesMax: Limits.signedChallengeBytesMax)
    /// Base64 in both alphabets: it may be signed where what is signed needs more than that, such as a colon.
    static let base64 = ChallengeText("_=-+/", bytesMax: Limits.signedChallengeBytesMax)
    /// Letters and digits: a part of a URL.
    static let plain = ChallengeText("", bytesMax: Limits.challengeBytesMax)
    /// Base64 in both alphabets, hex, names with dots.
    static let opaque = ChallengeText("_=-+/.~", bytesMax: Limits.challengeBytesMax)
    /// Words: printable ASCII without quotes, angle brackets, ampersand and backslash.
    static let sentence = ChallengeText(" !#$%()*+,-./:;=?@[]^_{|}~", bytesMax: Limits.challengeBytesMax)

    private init(_ extra: StaticString, bytesMax: Int) {
        self.extra = extra
        self.bytesMax = bytesMax
    }

    /// Whether bytes are such a challenge.
    func allows(_ bytes: some Collection<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= self.bytesMax else { return false }
        return self.extra.withUTF8Buffer { extra in
            bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: extra.contains(byte)
                }
            }
        }
    }
}
