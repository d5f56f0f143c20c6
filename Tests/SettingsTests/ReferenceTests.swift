import Testing

@testable import Settings

/// docs/configuration.md is made of the key declarations: their forms and defaults as the reader uses them, their doc
/// comments from the source.
struct ReferenceTests {
    private static let path = SourceTree.root + "/docs/configuration.md"

    @Test
    func theReferenceIsFresh() throws {
        let text = SettingsReference(meanings: try KeyDocumentation.read()).markdown
        if SourceTree.isWriting { SourceTree.write(text, to: Self.path) }
        #expect(
            text == SourceTree.text(Self.path),
            "docs/configuration.md is stale; write it anew with: \(SourceTree.writeCommand)"
        )
    }

    @Test
    func everyDeclaredKeyIsRead() throws {
        let documented = try KeyDocumentation.read()
        for (section, name) in SettingsSection.all {
            let keys = section.keys.map(\.name)
            #expect(Set(keys).count == keys.count, "\(name) declares a key twice")
            for key in section.keys {
                #expect(documented[name]?[key.name] != nil || documented["HMACKeys"]?[key.name] != nil, "\(key.name)")
            }
            for key in documented[name, default: [:]].keys { #expect(keys.contains(key), "\(name).all lacks \(key)") }
            #expect(Set(section.later).isDisjoint(with: keys))
        }
        let signing = HMACKeys.signing.map(\.name) + HMACKeys.reading.map(\.name)
        for key in documented["HMACKeys", default: [:]].keys { #expect(signing.contains(key)) }
    }
}

/// The doc comments of the keys, from Sources/Settings/Keys.
enum KeyDocumentation {
    struct Missing: Error { let key: String }

    /// By the enumeration that declares them, then by key.
    static func read() throws -> [String: [String: String]] {
        let folder = SourceTree.root + "/Sources/Settings/Keys"
        var meanings: [String: [String: String]] = [:]
        for file in SourceTree.names(in: folder) where file.hasSuffix("Keys.swift") {
            var owner = ""
            var comment: [Substring] = []
            var declaration: Substring?
            for line in SourceTree.text("\(folder)/\(file)").split(separator: "\n", omittingEmptySubsequences: false) {
                let text = line.drop { $0 == " " }
                if text.hasPrefix("///") {
                    comment.append(text.dropFirst(3).drop { $0 == " " })
                } else if text.hasPrefix("enum ") {
                    owner = String(text.dropFirst(5).prefix { $0 != " " && $0 != ":" })
                    comment = []
                } else if text.hasPrefix("static let"), text.contains("SettingsKey(") {
                    declaration = text
                }
                guard declaration != nil, let quote = text.firstIndex(of: "\"") else { continue }
                let key = String(text[text.index(after: quote)...].prefix { $0 != "\"" })
                guard !comment.isEmpty else { throw Missing(key: key) }
                meanings[owner, default: [:]][key] = comment.joined(separator: " ")
                (declaration, comment) = (nil, [])
            }
        }
        return meanings
    }
}
