import Events
import GatewayTesting
import Glibc
import Signatures
import Testing

/// The README signs a request with nothing but `openssl dgst`: both must agree.
struct OpenSSLCommandTests {
    private static let isInstalled = access("/usr/bin/openssl", X_OK) == 0

    @Test(.enabled(if: isInstalled)) func theCommandLineMakesTheSameSignature() throws {
        var chance = SeededGenerator(seed: 7)
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        for length in [0, 1, 55, 56, 64, 300, 5_000] {
            let body = (0..<length).map { _ in UInt8.random(in: 0...255, using: &chance) }
            let secret = try SecretKey.randomText(decoding: .hex)
            let now = Timestamp(seconds: Int64.random(in: 0...4_000_000_000, using: &chance))
            let signature = try Self.openssl(Array("\(now.offsetForm).".utf8) + body, key: secret)
            let head = try Signer(scheme, secret).head(body, at: now)
            #expect(head.header("x-webhook-signature") == .one(signature))
        }
    }

    private static func openssl(_ message: [UInt8], key: String) throws -> String {
        var path = Array("/tmp/hookgate-signed-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        try #require(file >= 0)
        defer {
            close(file)
            unlink(path)
        }
        try #require(write(file, message, message.count) == message.count)
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let pipe = try #require(popen("/usr/bin/openssl dgst -sha256 -hmac \(key) \(name)", "r"))
        defer { pclose(pipe) }
        var line = [CChar](repeating: 0, count: 512)
        try #require(fgets(&line, Int32(line.count), pipe) != nil)
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(text.drop { $0 != "=" }.dropFirst(2).prefix { !$0.isNewline })
    }
}
