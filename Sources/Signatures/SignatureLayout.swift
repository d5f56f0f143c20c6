/// How the value of a signature header is laid out.
package enum SignatureLayout: Sendable, Equatable {
    /// One signature behind a fixed text: `sha256=…`, or nothing at all before it.
    case plain(prefix: String)
    /// One signature behind the name of its digest and `=` (W3C WebSub §8); only the named digests are taken.
    case method(allowed: [DigestAlgorithm])
    /// Pairs of key and value, `t=1700000000,v1=…,v1=…`.
    ///
    /// Every pair of `key` is tried, other keys are passed over.
    case pairs(separator: Unicode.Scalar, key: String)
    /// Signatures apart by spaces, each behind its tag: `v1,… v1a,…`.
    ///
    /// Every one of `tag` is tried, others are passed over.
    case tagged(tag: String)
    /// The timestamp first, then signatures, apart by a separator: `1700000000,…,…`.
    case positional(separator: Unicode.Scalar)
}
