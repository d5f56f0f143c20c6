import COpenSSL

/// One `EVP_MD_CTX` of libcrypto: a hash function somewhere in the middle of its input.
///
/// What can fail in it after the fetch is memory alone, and a program without memory ends like everywhere in Swift.
struct DigestState: ~Copyable {
    let pointer: OpaquePointer

    init() {
        guard let pointer = EVP_MD_CTX_new() else { preconditionFailure("libcrypto has no memory for a digest") }
        self.pointer = pointer
    }

    deinit { EVP_MD_CTX_free(self.pointer) }

    /// Begins with an empty input.
    func start(_ digest: FetchedDigest) {
        Self.check(EVP_DigestInit_ex2(self.pointer, digest.pointer, nil))
    }

    /// Goes on from where another state is, which stays as it is.
    func start(from other: borrowing DigestState) {
        Self.check(EVP_MD_CTX_copy_ex(self.pointer, other.pointer))
    }

    func add(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        Self.check(EVP_DigestUpdate(self.pointer, start, bytes.count))
    }

    /// Writes the digest to where there is room for it.
    ///
    /// The state must be started again after that.
    func finish(into out: UnsafeMutableRawPointer) {
        Self.check(EVP_DigestFinal_ex(self.pointer, out.assumingMemoryBound(to: UInt8.self), nil))
    }

    private static func check(_ result: Int32) {
        precondition(result == 1, "libcrypto cannot hash: out of memory")
    }
}
