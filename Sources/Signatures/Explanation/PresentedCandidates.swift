import Events

/// What in a request could be a signature, read in every way that people write one.
struct PresentedCandidates {
    /// Bytes that could be a tag, and what it means that they stand where and how they do.
    struct Candidate {
        let bytes: [UInt8]
        let mistakes: [Mistake]
    }

    private(set) var candidates: [Candidate] = []
    private let rules: HMACRules

    /// Reads the signature header, or where there is none every other header.
    init(_ rules: HMACRules, _ head: CapturedHead, _ context: HMACContext) {
        self.rules = rules
        if let value = head.text(of: rules.header.lowercased) {
            self.read(value, mistakes: [], context)
            return
        }
        for field in head.fields where !Self.isOrdinary(field.name) {
            let mistake = Mistake.signatureHeader(field.name, expected: rules.header.text)
            self.read(field.value, mistakes: [mistake], context)
        }
    }

    private static func isOrdinary(_ name: String) -> Bool {
        ["authorization", "cookie", "host", "user-agent", "content-length", "content-type"].contains(name)
    }

    private mutating func read(_ value: String, mistakes: [Mistake], _ context: HMACContext) {
        let isRead = context.presented.read(value, by: self.rules) == .read
        for text in Self.texts(in: value) {
            for (bytes, encoding) in Self.decodings(of: text) {
                guard self.candidates.count < Limits.explanationSignaturesMax else { return }
                let isExpected = isRead && context.presented.holds(bytes)
                let found = isExpected ? mistakes : mistakes + [self.mistake(of: encoding)]
                guard !self.candidates.contains(where: { $0.bytes == bytes }) else { continue }
                self.candidates.append(Candidate(bytes: bytes, mistakes: found))
            }
        }
    }

    private func mistake(of encoding: Encoding) -> Mistake {
        let expected = self.rules.encoding.rawValue
        guard encoding != .plain(self.rules.encoding) else { return .signatureForm(self.rules.form) }
        return .signatureEncoding(encoding.name, expected: expected)
    }

    // MARK: Texts and their bytes

    /// How a text was decoded.
    enum Encoding: Equatable {
        case plain(SignatureEncoding)
        case base64WithoutPadding
        /// Base64 of hexadecimal digits.
        case base64OfHex

        var name: String {
            switch self {
            case .plain(let encoding): encoding.rawValue
            case .base64WithoutPadding: "base64 without its padding"
            case .base64OfHex: "base64 of the hexadecimal text"
            }
        }
    }

    /// The value whole, and what stands between separators in it, behind `=`, `:` or a scheme's name.
    private static func texts(in value: String) -> [Substring] {
        var texts = [value[...]]
        texts += value.split { $0 == "," || $0 == ";" || $0 == " " }.prefix(Limits.signaturesPerRequestMax)
        for text in texts {
            for divider in ["=", ":"] as [Character] {
                guard let position = text.firstIndex(of: divider) else { continue }
                texts.append(text[text.index(after: position)...])
            }
        }
        return texts.map { text in
            var text = text.drop { $0 == "\"" || $0 == "'" || $0 == " " }
            while let last = text.last, last == "\"" || last == "'" || last == " " { text.removeLast() }
            return text
        }
    }

    /// What a text can stand for: as many bytes as a digest has, in each encoding that it can be.
    private static func decodings(of text: Substring) -> [([UInt8], Encoding)] {
        var found: [([UInt8], Encoding)] = []
        let digits = Array(text.utf8)
        for algorithm in DigestAlgorithm.allCases {
            let count = algorithm.byteCount
            if let bytes = Self.decode(digits, .hex, count) { found.append((bytes, .plain(.hex))) }
            if let bytes = Self.decode(digits, .base64, count) {
                found.append((bytes, .plain(.base64)))
            } else if let bytes = Self.decode(digits, .base64url, count) {
                found.append((bytes, .plain(.base64url)))
            } else if let bytes = Self.decode(Self.padded(digits), .base64, count) {
                found.append((bytes, .base64WithoutPadding))
            }
            if let hex = Self.decode(digits, .base64, count * 2), let bytes = Self.decode(hex, .hex, count) {
                found.append((bytes, .base64OfHex))
            }
        }
        return found
    }

    private static func padded(_ digits: [UInt8]) -> [UInt8] {
        digits + Array(repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4)
    }

    private static func decode(_ text: [UInt8], _ encoding: SignatureEncoding, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let isRead = bytes.withUnsafeMutableBytes { out in text.withUnsafeBytes { encoding.decode($0, into: out) } }
        return isRead ? bytes : nil
    }
}

extension PresentedSignatures {
    /// Whether these bytes are one of the signatures that were read.
    fileprivate func holds(_ bytes: [UInt8]) -> Bool {
        bytes.count == self.signatureByteCount
            && bytes.withUnsafeBytes { all in all.baseAddress.map(self.contains) ?? false }
    }
}

extension HMACRules {
    /// The form of the signature header, for people.
    fileprivate var form: String {
        let text = "the \(self.encoding.rawValue) text"
        return switch self.layout {
        case .plain(let prefix): prefix.isEmpty ? "\(text) and nothing else" : "\"\(prefix)\" and \(text) behind it"
        case .method(let allowed):
            "\(allowed.map { "\"\($0.rawValue)=\"" }.joined(separator: " or ")) and \(text) behind it"
        case .pairs(let separator, let key): "pairs apart by \"\(separator)\", with \(text) behind \"\(key)=\""
        case .tagged(let tag): "\"\(tag),\" and \(text) behind it"
        }
    }
}
