import Settings
import Testing

struct GoldenTests {
    @Test(arguments: GoldenCase.all)
    func saysWhatIsExpected(golden: GoldenCase) {
        let result = golden.load()
        let path = "\(GoldenCase.folder)/\(golden.name).expected"
        let text = GoldenCase.text(result)
        if SourceTree.isWriting { SourceTree.write(text, to: path) }
        #expect(text == SourceTree.text(path), "if the new text is better: \(SourceTree.writeCommand)")
        #expect((result.settings == nil) == !result.errors.isEmpty)
    }

    @Test(arguments: GoldenCase.all)
    func diagnosticsAreInOrderAndHaveARemedy(golden: GoldenCase) {
        let diagnostics = golden.load().diagnostics
        #expect(zip(diagnostics, diagnostics.dropFirst()).allSatisfy { $0.place <= $1.place })
        for diagnostic in diagnostics {
            #expect(!diagnostic.fix.isEmpty && !diagnostic.problem.isEmpty)
            #expect(!diagnostic.description.dropFirst(1).contains("\n\n"))
            #expect(diagnostic.description.split(separator: "\n").count == 2, "one line each")
        }
    }

    @Test(arguments: GoldenCase.all)
    func secretsAreNeverShown(golden: GoldenCase) {
        let result = golden.load()
        #expect(!GoldenCase.text(result).contains("sentinel"))
        var dumped = ""
        if let settings = result.settings { dump(settings, to: &dumped) }
        #expect(!dumped.contains("sentinel"))
    }

    @Test(arguments: DiagnosticCode.allCases)
    func everyCodeHasAGoldenFileOfItsName(code: DiagnosticCode) throws {
        let golden = try #require(GoldenCase.all.first { $0.name == code.rawValue }, "Golden/\(code.rawValue).conf")
        #expect(golden.load().diagnostics.contains { $0.code == code })
    }

    @Test(arguments: ["valid", "valid-everything", "valid-handshakes", "valid-own_scheme"])
    func aSoundFileHasNothingToReport(name: String) throws {
        let result = GoldenCase(name: name).load()
        #expect(result.diagnostics.isEmpty)
        #expect(result.settings != nil)
    }
}
