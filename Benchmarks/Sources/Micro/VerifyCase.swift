import Events
import Signatures

/// A request's head as a dictionary; the listener's own is not measured here.
struct SampleHead: RequestHead {
    let headers: [String: String]
    let method = "POST"
    let target = "/cubeconnect/webhook"

    func header(_ lowercasedName: String) -> HeaderValue {
        self.headers[lowercasedName].map { .one($0) } ?? .absent
    }
}

/// What the cases about signatures have in common.
struct SampleKey {
    static let now = Timestamp(seconds: 1_800_000_000)
    let scheme: SignatureScheme
    let secret: SecretKey

    init() throws {
        guard let scheme = SignatureScheme.preset("cubeconnect") else { throw MicroError.missing("preset cubeconnect") }
        self.scheme = scheme
        self.secret = try SecretKey(text: "micro-benchmark-secret-of-no-worth", decoding: .utf8)
    }
}

enum MicroError: Error { case missing(String) }

/// Proves one request of 300 bytes: freshness, HMAC, comparison.
struct VerifyCase: MicroCase {
    static let name = "verify"
    private let verifier: Verifier
    private let context = HMACContext()
    private let heads: [SampleHead]

    init() throws {
        let key = try SampleKey()
        self.verifier = try Verifier(scheme: key.scheme, secrets: [key.secret])
        let signer = try Signer(scheme: key.scheme, secret: key.secret)
        let context = self.context
        self.heads = SampleBody.compact.map { body in
            let fields = body.withUnsafeBytes { signer.sign(body: $0, id: "", now: SampleKey.now, using: context) }
            let pairs = fields.map { ($0.name.lowercased(), $0.value) }
            return SampleHead(headers: Dictionary(uniqueKeysWithValues: pairs))
        }
    }

    mutating func operate(_ index: Int) throws -> Int {
        let place = index & (SampleBody.count - 1)
        return try SampleBody.compact[place].withUnsafeBytes { body in
            let proof = try self.verifier.verify(self.heads[place], body: body, now: SampleKey.now, using: self.context)
            return proof.body.count
        }
    }
}
