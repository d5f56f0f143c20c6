import Signatures
import Testing

@testable import Settings

/// docs/senders is made of the presets.
struct SenderReferenceTests {
    private static let folder = SourceTree.root + "/docs/senders"

    private static func check(_ text: String, _ name: String) {
        let path = "\(Self.folder)/\(name).md"
        if SourceTree.isWriting { SourceTree.write(text, to: path) }
        #expect(text == SourceTree.text(path), "\(name).md is stale; write it anew with: \(SourceTree.writeCommand)")
    }

    @Test func theIndexIsFresh() { Self.check(SenderReference.index, "README") }

    @Test(arguments: SenderPreset.all.map(\.name))
    func thePageIsFresh(name: String) throws {
        let preset = try #require(SenderPreset.all.first { $0.name == name })
        Self.check(SenderReference(preset: preset, scheme: try preset.text.scheme()).markdown, name)
    }

    /// The text that a page shows, read as gateway.conf, is the preset under another name.
    @Test(arguments: SenderPreset.all.map(\.name))
    func theSchemeOnThePageSaysTheSame(name: String) throws {
        let preset = try #require(SenderPreset.all.first { $0.name == name })
        let own = SchemeText(name: "own", settings: preset.text.settings)
        let text = """
            \(own.toml)
            [[source]]
            name = "s"
            path = "/s"
            scheme = "own"
            secrets = []

            [[target]]
            name = "t"
            url = "http://127.0.0.1:3000"
            sign = "none"
            """
        let result = GoldenCase(name: "valid").load(text)
        #expect(
            !result.diagnostics.contains { $0.code == .badScheme || $0.code == .unknownChoice || $0.code == .syntax }
        )
    }

    @Test func thereIsNoPageWithoutAPreset() {
        let pages = SourceTree.names(in: Self.folder).filter { $0 != "README.md" && $0 != "cubeconnect.md" }
        #expect(Set(pages) == Set(SenderPreset.all.map { "\($0.name).md" }))
    }
}
