import Events
import Signatures

/// A head made of pairs; the same name may come several times.
struct SampleHead: RequestHead {
    var fields: [(name: String, value: String)]
    var method = "POST"
    var target = "/hook"

    init(_ fields: [(String, String)]) { self.fields = fields }
    init(_ headers: [SignedHeader]) { self.fields = headers.map { ($0.name, $0.value) } }

    func header(_ lowercasedName: String) -> HeaderValue {
        let values = self.fields.filter { $0.name.lowercased() == lowercasedName }.map(\.value)
        guard let first = values.first else { return .absent }
        return values.allSatisfy { $0 == first } ? .one(first) : .conflicting
    }

    func without(_ name: String) -> SampleHead {
        var copy = self
        copy.fields.removeAll { $0.name.lowercased() == name.lowercased() }
        return copy
    }

    func replacing(_ name: String, _ value: String) -> SampleHead {
        var copy = self.without(name)
        copy.fields.append((name, value))
        return copy
    }

    func adding(_ name: String, _ value: String) -> SampleHead {
        var copy = self
        copy.fields.append((name, value))
        return copy
    }
}

extension Verifier {
    convenience init(_ scheme: SignatureScheme, _ secrets: String...) throws {
        try self.init(scheme: scheme, secrets: secrets.map { try SecretKey(text: $0, decoding: scheme.keyDecoding) })
    }

    /// The cause of a refusal; `nil` where the request is taken.
    func refusal(_ head: SampleHead, _ body: String, at now: Timestamp) -> RejectionCause? {
        self.refusal(head, Array(body.utf8), at: now)
    }

    func refusal(_ head: SampleHead, _ body: [UInt8], at now: Timestamp) -> RejectionCause? {
        do {
            _ = try self.proof(head, body, at: now)
            return nil
        } catch {
            return error.cause
        }
    }

    func proof(_ head: SampleHead, _ body: [UInt8], at now: Timestamp) throws(VerificationError) -> Shown {
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(VerificationError) in
                let request = try self.verify(head, body: bytes, now: now, using: HMACContext())
                return Shown(
                    proof: request.proof,
                    signedAt: request.signedAt,
                    isAuthenticated: request.isAuthenticated,
                    body: Array(request.body)
                )
            }
        }
        return try result.get()
    }

    /// What outlives the bytes of a request.
    struct Shown: Equatable {
        let proof: VerifiedRequest.Proof
        let signedAt: Timestamp?
        let isAuthenticated: Bool
        let body: [UInt8]
    }
}

extension Signer {
    convenience init(_ scheme: SignatureScheme, _ secret: String) throws {
        try self.init(scheme: scheme, secret: SecretKey(text: secret, decoding: scheme.keyDecoding))
    }

    func head(_ body: [UInt8], id: String = "evt_1", at now: Timestamp) -> SampleHead {
        SampleHead(body.withUnsafeBytes { self.sign(body: $0, id: id, now: now, using: HMACContext()) })
    }

    func head(_ body: String, id: String = "evt_1", at now: Timestamp) -> SampleHead {
        self.head(Array(body.utf8), id: id, at: now)
    }
}
