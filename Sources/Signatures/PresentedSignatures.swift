import Events

/// The signatures that a request presents, decoded: bytes are compared, never text.
final class PresentedSignatures {
    /// How reading a header ended.
    enum Outcome {
        case read
        /// It is not in the layout, or holds no signature that the scheme knows.
        case malformed
        /// It says two different things where one is meant.
        case ambiguous
    }

    private static let slotByteCount = 64
    private let bytes: UnsafeMutableRawPointer
    private var count = 0
    private var byteCount = 0
    /// Bytes of each of them.
    var signatureByteCount: Int { self.byteCount }
    /// Place of the digest that they are made with, in ``HMACRules/digests``.
    private(set) var digestIndex = 0
    /// The timestamp that stood beside them.
    private(set) var timestamp: String?

    init() {
        self.bytes = .allocate(byteCount: Self.slotByteCount * Limits.signaturesPerRequestMax, alignment: 8)
    }

    deinit { self.bytes.deallocate() }

    /// Whether one of them is this tag; all are compared, found or not.
    func contains(_ tag: UnsafeRawPointer) -> Bool {
        var isFound = false
        for index in 0..<self.count {
            let isEqual = TagComparison.isEqual(
                self.bytes + index * Self.slotByteCount,
                tag,
                byteCount: self.byteCount
            )
            isFound = isFound || isEqual
        }
        return isFound
    }

    /// Reads the value of a signature header.
    func read(_ value: String, by rules: HMACRules) -> Outcome {
        self.count = 0
        self.digestIndex = 0
        self.byteCount = rules.digest.byteCount
        self.timestamp = nil
        var value = value
        return value.withUTF8 { text in
            let text = UnsafeRawBufferPointer(text)
            switch rules.layout {
            case .plain(let prefix): return self.readPlain(text, prefix: prefix, rules.encoding)
            case .method(let allowed): return self.readMethod(text, allowed: allowed, rules.encoding)
            case .pairs(let separator, let key):
                return self.readPairs(text, separator: UInt8(ascii: separator), key: key, rules)
            case .tagged(let tag): return self.readTagged(text, tag: tag, rules.encoding)
            }
        }
    }

    /// Decodes one signature into the next free slot.
    private func take(_ text: UnsafeRawBufferPointer, _ encoding: SignatureEncoding) -> Bool {
        guard self.count < Limits.signaturesPerRequestMax else { return false }
        let slot = UnsafeMutableRawBufferPointer(
            start: self.bytes + self.count * Self.slotByteCount,
            count: self.byteCount
        )
        guard encoding.decode(text, into: slot) else { return false }
        self.count += 1
        return true
    }

    private func readPlain(
        _ text: UnsafeRawBufferPointer,
        prefix: String,
        _ encoding: SignatureEncoding
    ) -> Outcome {
        if prefix.isEmpty { return self.take(text, encoding) ? .read : .malformed }
        guard text.starts(with: prefix.utf8) else { return .malformed }
        return self.take(UnsafeRawBufferPointer(rebasing: text[prefix.utf8.count...]), encoding) ? .read : .malformed
    }

    private func readMethod(
        _ text: UnsafeRawBufferPointer,
        allowed: [DigestAlgorithm],
        _ encoding: SignatureEncoding
    ) -> Outcome {
        guard
            let (name, rest) = text.divided(at: UInt8(ascii: "=")),
            let index = allowed.firstIndex(where: { name.elementsEqual($0.rawValue.utf8) })
        else { return .malformed }
        self.digestIndex = index
        self.byteCount = allowed[index].byteCount
        return self.take(rest, encoding) ? .read : .malformed
    }

    private func readPairs(
        _ text: UnsafeRawBufferPointer,
        separator: UInt8,
        key: String,
        _ rules: HMACRules
    ) -> Outcome {
        var timestampKey: String?
        if case .signaturePair(let key)? = rules.timestamp?.source { timestampKey = key }
        for part in text.split(separator: separator, omittingEmptySubsequences: false) {
            guard let (name, value) = UnsafeRawBufferPointer(rebasing: part).trimmed.divided(at: UInt8(ascii: "="))
            else { return .malformed }
            if name.elementsEqual(key.utf8) {
                guard self.take(value, rules.encoding) else { return .malformed }
            } else if let timestampKey, name.elementsEqual(timestampKey.utf8) {
                if let known = self.timestamp, !known.utf8.elementsEqual(value) { return .ambiguous }
                self.timestamp = String(decoding: value, as: UTF8.self)
            }
        }
        return self.count > 0 ? .read : .malformed
    }

    private func readTagged(
        _ text: UnsafeRawBufferPointer,
        tag: String,
        _ encoding: SignatureEncoding
    ) -> Outcome {
        for part in text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false) {
            guard let (name, value) = UnsafeRawBufferPointer(rebasing: part).divided(at: UInt8(ascii: ","))
            else { return .malformed }
            guard name.elementsEqual(tag.utf8) else { continue }
            guard self.take(value, encoding) else { return .malformed }
        }
        return self.count > 0 ? .read : .malformed
    }
}

extension UnsafeRawBufferPointer {
    /// What stands before and behind the first such byte; `nil` where there is none.
    fileprivate func divided(at byte: UInt8) -> (UnsafeRawBufferPointer, UnsafeRawBufferPointer)? {
        guard let position = self.firstIndex(of: byte) else { return nil }
        return (
            UnsafeRawBufferPointer(rebasing: self[..<position]),
            UnsafeRawBufferPointer(rebasing: self[(position + 1)...])
        )
    }

    /// Without the optional white space of RFC 9110 §5.6.3 around it.
    fileprivate var trimmed: UnsafeRawBufferPointer {
        var slice = self[...]
        while let byte = slice.first, byte == 0x20 || byte == 0x09 { slice = slice.dropFirst() }
        while let byte = slice.last, byte == 0x20 || byte == 0x09 { slice = slice.dropLast() }
        return UnsafeRawBufferPointer(rebasing: slice)
    }
}
