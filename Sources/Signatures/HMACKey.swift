/// A key with the work done that is the same for every message (RFC 2104 §4): both padded blocks are hashed already.
///
/// `@unchecked` because both states are only read after `init`: `EVP_MD_CTX_copy_ex` takes its source as constant.
final class HMACKey: @unchecked Sendable {
    /// Bytes of a tag.
    let byteCount: Int
    private let inner = DigestState()
    private let outer = DigestState()

    convenience init(_ secret: SecretKey, digest: DigestAlgorithm, fetched: FetchedDigest) {
        self.init(secret.bytes, digest: digest, fetched: fetched)
    }

    /// Takes a key that is no configured secret: what a sender may have used instead.
    init(_ key: [UInt8], digest: DigestAlgorithm, fetched: FetchedDigest) {
        self.byteCount = digest.byteCount
        var block = [UInt8](repeating: 0, count: digest.blockByteCount)
        if key.count > block.count {
            self.inner.start(fetched)
            key.withUnsafeBytes { self.inner.add($0) }
            block.withUnsafeMutableBytes { out in
                // `!` because a block is never empty.
                self.inner.finish(into: out.baseAddress!)
            }
        } else {
            block.replaceSubrange(..<key.count, with: key)
        }
        Self.start(self.inner, fetched, block.map { $0 ^ 0x36 })
        Self.start(self.outer, fetched, block.map { $0 ^ 0x5C })
    }

    private static func start(_ state: borrowing DigestState, _ fetched: FetchedDigest, _ block: [UInt8]) {
        state.start(fetched)
        block.withUnsafeBytes { state.add($0) }
    }

    /// Writes the tag of the context's frame around `body` into the context.
    func authenticate(body: UnsafeRawBufferPointer, in context: HMACContext) {
        context.work.start(from: self.inner)
        context.frame.bytes.withUnsafeBytes { frame in
            let split = context.frame.bodyPosition
            context.work.add(UnsafeRawBufferPointer(rebasing: frame[..<split]))
            context.work.add(body)
            context.work.add(UnsafeRawBufferPointer(rebasing: frame[split...]))
        }
        context.work.finish(into: context.tag)
        context.work.start(from: self.outer)
        context.work.add(UnsafeRawBufferPointer(start: context.tag, count: self.byteCount))
        context.work.finish(into: context.tag)
    }
}
