import Events
import GatewayTesting
import Signatures
import Testing

struct RoundTripTests {
    private static let characters = Array("abcdefghijklmnopqrstuvwxyz0123456789=,;: ._-/+\u{E9}\u{0}\t")

    /// Any scheme of the type, with names that do not collide.
    private static func scheme(_ chance: inout SeededGenerator) throws -> SignatureScheme {
        let templates = [
            "{body}", "{timestamp}.{body}", "{id}.{timestamp}.{body}", "{body}{timestamp}", "v0:{timestamp}:{body}:end",
        ]
        let template = templates.randomElement(using: &chance) ?? "{body}"
        let layouts: [SignatureLayout] = [
            .plain(prefix: ""), .plain(prefix: "sha256="), .method(allowed: DigestAlgorithm.allCases),
            .pairs(separator: ",", key: "v1"), .pairs(separator: ";", key: "sig"), .tagged(tag: "v1"),
        ]
        let layout = layouts.randomElement(using: &chance) ?? .plain(prefix: "")
        var source = TimestampRules.Source.header("X-Time")
        if case .pairs = layout, Bool.random(using: &chance) { source = .signaturePair(key: "t") }
        var formats = TimestampFormat.allCases
        // An HTTP date has a comma in it, as a list has.
        if source != .header("X-Time") { formats.removeAll { $0 == .httpDate } }
        let format = formats.randomElement(using: &chance) ?? .any
        return SignatureScheme(
            name: "random",
            proof: .hmac(
                HMACRules(
                    signedContent: try SignedContent(template: template),
                    header: "X-Signature",
                    layout: layout,
                    encoding: SignatureEncoding.allCases.randomElement(using: &chance) ?? .hex,
                    digest: DigestAlgorithm.allCases.randomElement(using: &chance) ?? .sha256,
                    timestamp: template.contains("{timestamp}") ? TimestampRules(source: source, format: format) : nil
                )
            ),
            eventName: .constant("random"),
            deliveryID: .header("x-id")
        )
    }

    @Test func whatIsSignedVerifiesAndNothingElseDoes() throws {
        var chance = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            let scheme = try Self.scheme(&chance)
            let secret = try SecretKey.randomText(decoding: scheme.keyDecoding)
            let now = Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &chance))
            let body = (0..<Int.random(in: 0...400, using: &chance)).map { _ in
                UInt8.random(in: 0...255, using: &chance)
            }
            let head = try Signer(scheme, secret).head(body, id: "evt_\(chance.next())", at: now)
            let verifier = try Verifier(scheme, secret)
            #expect(verifier.refusal(head, body, at: now) == nil, "\(scheme)")

            var other = body
            if other.isEmpty { other = [0] } else { other[Int.random(in: other.indices, using: &chance)] ^= 0x10 }
            #expect(verifier.refusal(head, other, at: now) == .signatureMismatch, "\(scheme)")
            #expect(try Verifier(scheme, secret + "x").refusal(head, body, at: now) == .signatureMismatch, "\(scheme)")
        }
    }

    @Test func junkInHeadersIsRefusedAndNeverMore() throws {
        var chance = SeededGenerator(seed: 5)
        let now = Timestamp(seconds: 1_700_000_000)
        let body = #"{"type":"x"}"#
        for round in 0..<4_000 {
            let scheme = try Self.scheme(&chance)
            let good = try Signer(scheme, "a-secret-of-tests").head(body, at: now)
            let place = Int.random(in: good.fields.indices, using: &chance)
            let (name, value) = good.fields[place]
            let junk = Self.junk(value, round: round, &chance)
            guard junk != value else { continue }
            let verifier = try Verifier(scheme, "a-secret-of-tests")
            let cause = verifier.refusal(good.replacing(name, junk), body, at: now)
            // Bytes are compared, so two texts that say the same bytes are one signature: digits in the other case,
            // padding that may be left out, white space between pairs.
            let isSame = Self.folded(junk) == Self.folded(value)
            #expect(cause?.status == 401 || isSame, "\(scheme): \(name): \(junk) for \(value)")
        }
    }

    private static func folded(_ text: String) -> String {
        text.lowercased().filter { $0 != "=" && $0 != " " && $0 != "\t" }
    }

    private static func junk(_ value: String, round: Int, _ chance: inout SeededGenerator) -> String {
        var characters = Array(value)
        switch round % 5 {
        case 0:
            return String(
                (0..<Int.random(in: 0...200, using: &chance)).map { _ in
                    Self.characters[Int(chance.next() % UInt64(Self.characters.count))]
                }
            )
        case 1: return String(value.dropLast(Int.random(in: 1...4, using: &chance)))
        case 2: return value + String(Self.characters[Int(chance.next() % UInt64(Self.characters.count))])
        case 3:
            let place = Int.random(in: characters.indices, using: &chance)
            characters[place] = Self.characters[Int(chance.next() % UInt64(Self.characters.count))]
            return String(characters)
        default: return String(value.shuffled(using: &chance))
        }
    }
}
