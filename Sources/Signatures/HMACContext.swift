import COpenSSL
import Payload

/// What one thread needs to verify, sign and hash: states and memory that are used again for every request.
///
/// Not `Sendable`: each thread or event loop makes its own.
package final class HMACContext {
    /// The state that keys are copied into.
    let work = DigestState()
    /// The state for idempotency keys and tokens.
    let hashing = DigestState()
    /// What is signed around the body of the request in hand.
    var frame = SignedFrame()
    /// The tag that was computed last; room for the largest.
    let tag: UnsafeMutableRawPointer
    /// The signatures of the request in hand.
    let presented = PresentedSignatures()
    /// Bytes of an idempotency key that are not hashed yet.
    var keyBytes: [UInt8] = []
    /// For schemes whose timestamp stands in the body.
    lazy var normalizer = Normalizer()

    /// Makes a context; it needs the libcrypto that the program is linked with, and memory.
    package init() {
        self.tag = .allocate(byteCount: Int(EVP_MAX_MD_SIZE), alignment: 8)
        self.keyBytes.reserveCapacity(KeyDigestBuilder.gatheredBytesMax)
    }

    deinit { self.tag.deallocate() }

    /// Writes the SHA-256 of some bytes into ``tag``.
    func hash(_ bytes: UnsafeRawBufferPointer) {
        self.hashing.start(FetchedDigest.sha256OrStop)
        self.hashing.add(bytes)
        self.hashing.finish(into: self.tag)
    }
}

extension FetchedDigest {
    /// SHA-256, which every libcrypto allows; a machine without it cannot run the gateway at all.
    static let sha256OrStop: FetchedDigest = {
        guard let digest = FetchedDigest.sha256 else { preconditionFailure("libcrypto does not allow SHA-256") }
        return digest
    }()
}
