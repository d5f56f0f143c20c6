internal import Events
internal import Signatures

/// Takes out of a head what could be somebody's credential before it is kept.
///
/// Signatures stay: they are no secret, and a rejection without its signature could not be verified again.
struct Redaction {
    /// What stands where something was taken out.
    static let mark = "(redacted)"

    private static let exact: Set<String> = ["authorization", "cookie", "set-cookie", "api-key", "x-api-key"]
    private static let parts = [
        "token", "secret", "password", "passwd", "credential", "apikey", "api-key", "authorization",
    ]

    /// Headers that are kept whatever they are called: the scheme reads them.
    private let read: Set<String>
    /// The header that holds the secret itself; never kept.
    private let token: String?
    /// Whether the body holds the secret itself, so that nothing of it is kept.
    let isSecretInBody: Bool

    init(_ scheme: SignatureScheme?) {
        var read: Set<String> = []
        var token: String?
        var isSecretInBody = false
        switch scheme?.proof {
        case .hmac(let rules)?:
            switch rules.place {
            case .headers(let names): read.formUnion(names.map(\.lowercased))
            case .numbered, .json: break
            }
            if case .header(let name)? = rules.timestamp?.source { read.insert(name.lowercased) }
        case .token(let header)?: token = header.lowercased
        // A token that is shown again is believed again until it expires.
        case .jwt(let rules)?: token = rules.header.lowercased
        case .basic?: token = "authorization"
        case .bodyToken?: isSecretInBody = true
        case .some(.none), nil: break
        }
        if case .header(let name)? = scheme?.deliveryID { read.insert(name) }
        self.read = read
        self.token = token
        self.isSecretInBody = isSecretInBody
    }

    /// Whether the value under a name goes; the name in lower case.
    func takes(_ name: String) -> Bool {
        if name == self.token || Self.exact.contains(name) { return true }
        guard !self.read.contains(name) else { return false }
        return Self.parts.contains { name.contains($0) }
    }

    /// Whether a request can be verified again after it was kept.
    var keepsProof: Bool {
        self.token == nil && !self.isSecretInBody && !self.read.contains { Self.exact.contains($0) }
    }

    func headers(_ head: CapturedHead) -> HeaderBlock {
        var block = HeaderBlock()
        for field in head.fields {
            block.append(name: field.name, value: self.takes(field.name) ? Self.mark : field.value)
        }
        return block
    }

    /// Path and query; the values of query parameters that are called like credentials go.
    func target(_ target: String) -> String {
        guard let question = target.firstIndex(of: "?") else { return target }
        let pairs = target[target.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
        let kept = pairs.map { pair in
            guard let equals = pair.firstIndex(of: "=") else { return String(pair) }
            let name = pair[..<equals].lowercased()
            let isTaken = name == "key" || Self.parts.contains { name.contains($0) }
            return isTaken ? "\(pair[...equals])\(Self.mark)" : String(pair)
        }
        return target[...question] + kept.joined(separator: "&")
    }
}
