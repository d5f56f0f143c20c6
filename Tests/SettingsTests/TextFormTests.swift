import Testing

@testable import Settings

struct TextFormTests {
    @Test(arguments: [
        ("250ms", 250), ("10s", 10_000), ("5m", 300_000), ("24h", 86_400_000), ("7d", 604_800_000), ("0s", 0),
    ])
    func durationsAreReadAndShownTheSame(text: String, milliseconds: Int64) throws {
        #expect(DurationText.parse(text) == milliseconds)
        #expect(DurationText.parse(DurationText.shown(milliseconds)) == milliseconds)
    }

    @Test(arguments: [
        "", "10", "s", "-1s", "+1s", "1.5s", "1 s", "1S", "1w", "1s1", "999999999999999999d", "９s", "1h30m",
        "99999999999999999999s",
    ])
    func whatIsNoDurationIsRefused(text: String) { #expect(DurationText.parse(text) == nil) }

    @Test(arguments: [
        ("0", 0), ("1024", 1024), ("10B", 10), ("64KiB", 65_536), ("1MiB", 1 << 20), ("4 GiB", 4 << 30),
        ("1TiB", 1 << 40),
    ])
    func sizesAreRead(text: String, bytes: Int64) { #expect(SizeText.parse(text) == bytes) }

    @Test(arguments: ["", "KiB", "1KB", "1kib", "1.5MiB", "-1", "9999999999999999TiB"])
    func whatIsNoSizeIsRefused(text: String) { #expect(SizeText.parse(text) == nil) }

    @Test(arguments: [
        (Int64(1), "1 byte"), (1_000, "1000 bytes"), (65_536, "64KiB"), (1_572_864, "1536KiB"), (4 << 30, "4GiB"),
    ])
    func sizesAreShownExactly(bytes: Int64, text: String) { #expect(SizeText.shown(bytes) == text) }

    @Test(arguments: [
        ("biling", ["billing", "crm"], "billing"), ("lisen", ["listen", "level"], "listen"),
        ("Listen", ["listen"], "listen"),
        ("xyz", ["listen"], nil), ("tiemout", ["timeout", "time"], "timeout"), ("", ["abc"], nil), ("a", ["b"], "b"),
    ])
    func theNearestWordIsSuggested(word: String, known: [String], expected: String?) {
        #expect(Nearest.match(for: word, among: known) == expected)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("localhost", true), ("LOCALHOST", true),
        ("0.0.0.0", false), ("::", false), ("10.0.0.1", false), ("::ffff:127.0.0.1", false), ("example.org", false),
    ])
    func loopbackIsKnown(host: String, isLoopback: Bool) {
        #expect(ListenAddress(host: host, port: 1).isLoopback == isLoopback)
    }
}
