import ArgumentParser
import Events
import Glibc
import Signatures

/// Where a command reads a secret: `env:NAME` or `file:PATH`.
///
/// Never the secret itself, which would show in the process list.
struct SecretReference: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard argument.hasPrefix("env:") || argument.hasPrefix("file:") else { return nil }
        self.text = argument
    }

    /// The secret's text.
    func read() throws -> String {
        if self.text.hasPrefix("env:") {
            let name = String(self.text.dropFirst(4))
            guard let value = getenv(name) else {
                throw ValidationError("the environment variable \(name) is not set")
            }
            return String(cString: value)
        }
        let path = String(self.text.dropFirst(5))
        var text = String(decoding: try TextFile.read(path, limit: 64 * 1024), as: UTF8.self)
        while text.hasSuffix("\n") || text.hasSuffix("\r") || text.hasSuffix("\r\n") { text.removeLast() }
        return text
    }

    /// A verifier of a preset with this secret.
    func verifier(scheme name: String) throws -> Verifier {
        let scheme = try Self.scheme(name)
        return try Verifier(scheme: scheme, secrets: [SecretKey(text: try self.read(), decoding: scheme.keyDecoding)])
    }

    /// A signer of a preset with this secret.
    func signer(scheme name: String) throws -> Signer {
        let scheme = try Self.scheme(name)
        return try Signer(scheme: scheme, secret: SecretKey(text: try self.read(), decoding: scheme.keyDecoding))
    }

    static func scheme(_ name: String) throws -> SignatureScheme {
        guard let scheme = SignatureScheme.preset(name) else {
            throw ValidationError(
                "there is no scheme \"\(name)\"; there are: \(SignatureScheme.presetNames.joined(separator: ", "))"
            )
        }
        return scheme
    }
}
