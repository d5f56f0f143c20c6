import Testing

@Suite struct RoomTests {
    /// Which rooms a room may import (docs/ARCHITECTURE.md, docs/decisions/0001-rooms-and-floors.md).
    private static let below: [String: Set<String>] = [
        "Events": [],
        "Payload": [],
        "Signatures": ["Events", "Payload", "COpenSSL"],
        "Store": ["Events", "CSQLite", "CShims"],
        "Telemetry": ["Events"],
        "Settings": ["Events", "Payload", "Signatures", "CToml"],
        "Inbound": ["Events", "Payload", "Signatures", "Store", "Telemetry"],
        "Outbound": ["Events", "Payload", "Signatures", "Store", "Telemetry", "CCurl", "CShims"],
        "Admin": ["Events", "Telemetry"],
        "GatewayTesting": ["Events", "Store"],
        "hookgate": [
            "Events", "Payload", "Signatures", "Settings", "Store", "Telemetry", "Inbound", "Outbound", "Admin",
            "CShims",
            "CCurl",
        ],
    ]

    /// Libraries that only some rooms may know.
    private static let outside: [String: Set<String>] = [
        "NIOCore": ["Inbound", "Admin", "hookgate"],
        "NIOPosix": ["Inbound", "Admin", "hookgate"],
        "NIOHTTP1": ["Inbound"],
        "NIOSSL": ["Inbound"],
        "Hummingbird": ["Admin", "hookgate"],
        "HTTPTypes": ["Admin", "hookgate"],
        "ArgumentParser": ["hookgate"],
        "ServiceLifecycle": ["hookgate"],
        "UnixSignals": ["hookgate"],
        "Logging": ["Telemetry", "Inbound", "Outbound", "Admin", "hookgate"],
    ]

    private static func imports(_ file: SourceTree.File) -> [(line: Int, module: String)] {
        file.code.lines.enumerated().compactMap { index, line in
            line.firstMatch(of: #/^\s*(?:@\w+ )?(?:package |internal |public |private )?import (?:\w+ )?(\w+)/#)
                .map { (index + 1, String($0.output.1)) }
        }
    }

    @Test func everyRoomHasItsFloor() {
        #expect(SourceTree.rooms.symmetricDifference(Self.below.keys) == [])
    }

    @Test func roomsImportDownwardsOnly() {
        let ours = Set(Self.below.keys).union(["CCurl", "COpenSSL", "CSQLite", "CShims", "CToml"])
        var complaints = Complaints()
        for file in SourceTree.sources {
            for (line, module) in Self.imports(file) {
                if ours.contains(module), Self.below[file.room]?.contains(module) != true {
                    complaints.add(file, line, "\(file.room) imports \(module)")
                }
                if let rooms = Self.outside[module], !rooms.contains(file.room) {
                    complaints.add(file, line, "\(file.room) imports \(module)")
                }
            }
        }
        complaints.report("imports go down the floors: docs/decisions/0001-rooms-and-floors.md")
    }

    @Test func noTypeIsNamedLikeAModule() throws {
        let modules = SourceTree.rooms.union(Self.outside.keys)
        var complaints = Complaints()
        for file in SourceTree.swift {
            for (index, line) in file.code.lines.enumerated() {
                // Nested types are told apart by the type around them.
                guard
                    let match = line.firstMatch(of: #/^(?:\w+ )*(?:struct|class|enum|protocol|actor|typealias) (\w+)/#),
                    modules.contains(String(match.output.1))
                else { continue }
                complaints.add(file, index + 1, line)
            }
        }
        complaints.report("a type named like a module cannot be told from it")
    }

    @Test func nothingIsPublic() throws {
        let declaration =
            #/^\s*(public|open) (import|final|class|struct|enum|protocol|extension|static|mutating|func|var|let|init)/#
        var complaints = Complaints()
        for file in SourceTree.sources {
            for (index, line) in file.code.lines.enumerated() where line.contains(declaration) {
                complaints.add(file, index + 1, line)
            }
        }
        complaints.report("an application has no API to promise: package")
    }

    @Test func architectureNamesEveryRoom() throws {
        guard let page = SourceTree.files.first(where: { $0.path == "docs/ARCHITECTURE.md" }) else {
            Issue.record("docs/ARCHITECTURE.md is missing")
            return
        }
        let absent = SourceTree.rooms.filter { !page.text.contains("`\($0)`") && !page.text.contains("\($0)/") }
        #expect(absent == [], "rooms that docs/ARCHITECTURE.md does not name")
    }
}
