/// The two ways to write an ECDSA signature.
enum ECDSAForm {
    /// DER (RFC 3279 §2.2.3) of two 32-byte numbers one after the other (RFC 7518 §3.4); `nil` for another length.
    static func der(ofPlain signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64 else { return nil }
        let numbers = Self.integer(signature[..<32]) + Self.integer(signature[32...])
        return [0x30, UInt8(numbers.count)] + numbers
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(bytes.drop { $0 == 0 })
        if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
    }
}
