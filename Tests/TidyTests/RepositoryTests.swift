import FoundationEssentials
import Testing

@Suite struct RepositoryTests {
    /// What belongs to one machine or workplace, spelled so that this file does not hold it.
    @Test(arguments: [
        "/wo" + "rk/", "/opt/" + "swift", "/ro" + "ot/", ".lib" + "rary/", "pyp" + "i.org", "deb.deb" + "ian.org",
    ])
    func nothingNamesTheMachineItWasWrittenOn(word: String) {
        var complaints = Complaints()
        for file in SourceTree.files where file.path != "Package.resolved" {
            for (index, line) in file.lines.enumerated() where line.contains(word) {
                complaints.add(file, index + 1, line.prefix(120).description)
            }
        }
        complaints.report("\(word) in the repository")
    }

    @Test func scriptsCanBeRunAndParsed() throws {
        let scripts = SourceTree.files.filter { file in
            let parts = file.path.split(separator: "/")
            return parts.count == 2 && (parts[0] == "scripts" || parts[0] == ".ci")
        }
        #expect(scripts.count >= 3)
        for script in scripts {
            let path = "\(SourceTree.root)/\(script.path)"
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(script.path): chmod +x")
            #expect(script.lines[0] == "#!/usr/bin/env bash", "\(script.path)")
            #expect(Program.run(["bash", "-n", path]) == 0, "\(script.path) does not parse")
        }
    }

    @Test func filesEndWithOneNewline() {
        var complaints = Complaints()
        for file in SourceTree.swift where !file.text.hasSuffix("\n") || file.text.hasSuffix("\n\n") {
            complaints.add(file, file.lines.count, "ends without a newline, or with several")
        }
        complaints.report("a file ends with one newline")
    }
}
