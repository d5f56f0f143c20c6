import Events
import Settings
import Signatures

/// The operator's token, compared where every proof is compared: in `Signatures`, in constant time.
struct AdminToken: Sendable {
    private let verifier: Verifier

    /// - Throws: `SchemeError` where the token is empty or unusable.
    init(_ token: SecretText) throws(SchemeError) {
        let scheme = SignatureScheme(
            name: "admin-token",
            proof: .token(header: Self.header),
            eventName: .constant("admin")
        )
        self.verifier = try Verifier(
            scheme: scheme,
            secrets: [SecretKey(text: token.revealed, decoding: scheme.keyDecoding)]
        )
    }

    private static let header: FieldName = "authorization"

    func matches(_ presented: String) -> Bool {
        let head = TokenHead(token: presented)
        let now = SystemClock().now()
        return
            (try? self.verifier.verify(
                head,
                body: UnsafeRawBufferPointer(start: nil, count: 0),
                now: now,
                using: HMACContext()
            ))
            != nil
    }

    private struct TokenHead: RequestHead {
        let token: String
        let method = "GET"
        let target = "/"
        func header(_ lowercasedName: String) -> HeaderValue { .one(self.token) }
    }
}
