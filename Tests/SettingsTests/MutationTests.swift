import Settings
import Testing

/// Files that nobody wrote: whatever stands in them is read or reported, and no secret is shown.
struct MutationTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = self.state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let values = [
        "\"\"", "0", "-1", "9223372036854775807", "1e300", "nan", "true", "[]", "{}", "[[]]", "[{}]", "\"${\"",
        "\"${X}\"",
        "\"env:\"", "\"env:SOURCE_SECRET\"", "\"*\"", "\"!\"", "[\"a\", 1]", "{ a = { b = 1 } }", "1979-05-27",
        "\"\\u0000\"",
        "\"9223372036854775807d\"", "\"8388608TiB\"", "\"none\"", "\"hmac\"", "\"http://[::]:1\"", "\"{body}\"",
        "[\"!*\"]",
        "\"é\"", "'''\n\n'''",
    ]

    @Test(arguments: GoldenCase.all)
    func anythingIsReadOrReported(golden: GoldenCase) {
        var generator = Generator(state: golden.name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        guard golden.bytes.count < 10_000 else { return }
        let original = String(decoding: golden.bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<150 {
            var lines = original
            for _ in 0...Int.random(in: 0...3, using: &generator) {
                let index = Int.random(in: lines.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0 where lines.count > 1: lines.remove(at: index)
                case 1: lines.insert(lines.randomElement(using: &generator) ?? "", at: index)
                case 2:
                    let key = lines[index].prefix { $0 != "=" }
                    lines[index] = "\(key)= \(Self.values.randomElement(using: &generator) ?? "")"
                default: lines.swapAt(index, Int.random(in: lines.indices, using: &generator))
                }
            }
            let result = golden.load(lines.joined(separator: "\n"))
            #expect((result.settings == nil) == !result.errors.isEmpty, "\(lines)")
            #expect(!GoldenCase.text(result).contains("sentinel"), "\(lines)")
        }
    }
}
