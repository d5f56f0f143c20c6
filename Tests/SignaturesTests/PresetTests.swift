import Events
import Signatures
import Testing

/// The rows of the table of senders, as the language reads them.
struct PresetTests {
    @Test(arguments: SenderPreset.all.map(\.name))
    func everyRowCanBeRead(name: String) throws {
        let preset = try #require(SenderPreset.all.first { $0.name == name })
        let scheme = try preset.text.scheme()
        try scheme.validate()
        #expect(SignatureScheme.preset(name) == scheme)
        #expect(!preset.title.isEmpty && preset.setup.hasSuffix("."))
    }

    @Test func theNamesAreDifferentAndFitIntoAPath() {
        let names = SenderPreset.all.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(
                name.utf8.allSatisfy {
                    ("a"..."z").contains(Character(.init($0))) || ("0"..."9").contains(Character(.init($0)))
                        || $0 == UInt8(ascii: "-")
                }
            )
        }
    }

    @Test(arguments: SenderPreset.all.map(\.name))
    func noPartOfTheKeyIsUnsigned(name: String) throws {
        let scheme = try #require(SignatureScheme.preset(name))
        if scheme.hmac?.isBodySigned == false { #expect(!scheme.defaultKey.contains(.body)) }
        if scheme.defaultKey.contains(.id) { #expect(scheme.isIDSigned) }
        if scheme.defaultKey.contains(.event) { #expect(scheme.isEventNameSigned) }
    }
}
