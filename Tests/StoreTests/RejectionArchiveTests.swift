import Events
import Store
import Testing

@Suite struct RejectionArchiveTests {
    private static let now = Timestamp(seconds: 1_773_142_200)

    private static func rejection(
        _ source: String = "cube",
        cause: RejectionCause = .signatureMismatch,
        body: Int = 10,
        at: Timestamp = Self.now
    ) -> Rejection {
        var headers = HeaderBlock()
        headers.append(name: "X-Webhook-Signature", value: "abc")
        return Rejection(
            receivedAt: at,
            peer: "192.0.2.1",
            source: source,
            cause: cause,
            method: "POST",
            target: "/hook?a=b",
            headers: headers,
            body: [UInt8](repeating: 0xFF, count: body),
            bodyBytes: body,
            isReplayable: true,
            findings: "body_ending clock",
            explanation: "the signature fits the body with a line feed behind it"
        )
    }

    @Test func whatIsKeptComesBackWholeAlsoAfterARestart() throws {
        try withFolder { folder in
            let path = folder + "/rejections"
            var archive = try RejectionArchive(path: path)
            try archive.add([Self.rejection(), Self.rejection(body: 0)], now: Self.now)
            archive.close()
            #expect(throws: StoreError.self) { try archive.list(RejectionQuery()) }
            archive = try RejectionArchive(path: path)
            var expected = Self.rejection()
            expected.id = 1
            #expect(try archive.find(1) == expected)
            #expect(try archive.find(3) == nil)
            expected.body = []
            #expect(try archive.list(RejectionQuery()).map(\.id) == [2, 1])
            #expect(try archive.list(RejectionQuery()).last == expected)
            try archive.markReplayed(1, as: EventID(rawValue: 7))
            #expect(try archive.find(1)?.replayedAs == EventID(rawValue: 7).description)
            archive.close()
        }
    }

    @Test func pagesAreNewestFirstAndFiltered() throws {
        try withFolder { folder in
            let archive = try RejectionArchive(path: folder + "/rejections")
            try archive.add((0..<6).map { Self.rejection($0.isMultiple(of: 2) ? "cube" : "crm") }, now: Self.now)
            try archive.add([Self.rejection("crm", cause: .staleTimestamp)], now: Self.now)
            #expect(try archive.list(RejectionQuery(limit: 3)).map(\.id) == [7, 6, 5])
            #expect(try archive.list(RejectionQuery(before: 5, limit: 3)).map(\.id) == [4, 3, 2])
            #expect(try archive.list(RejectionQuery(source: "crm")).map(\.id) == [7, 6, 4, 2])
            #expect(try archive.list(RejectionQuery(source: "crm", cause: .staleTimestamp)).map(\.id) == [7])
            #expect(try archive.list(RejectionQuery(limit: 5_000)).count == 7)
        }
    }

    @Test func anAttackPushesOutItsOwnAndNotTheRest() throws {
        try withFolder { folder in
            let bounds = RejectionBounds(count: 100, bytes: 10_000_000)
            let archive = try RejectionArchive(path: folder + "/rejections", bounds: bounds)
            try archive.add([Self.rejection("crm")], now: Self.now)
            for _ in 0..<20 { try archive.add((0..<30).map { _ in Self.rejection() }, now: Self.now) }
            let kept = try archive.list(RejectionQuery(limit: 200))
            #expect((90...100).contains(kept.count))
            #expect(kept.last?.source == "crm")
            #expect(kept.first?.id == 601)
        }
    }

    @Test func bytesAndTheFileAreBounded() throws {
        try withFolder { folder in
            let path = folder + "/rejections"
            let bounds = RejectionBounds(count: 10_000, bytes: 1_000_000)
            let archive = try RejectionArchive(path: path, bounds: bounds)
            for _ in 0..<40 { try archive.add((0..<8).map { _ in Self.rejection(body: 65_536) }, now: Self.now) }
            let kept = try archive.list(RejectionQuery(limit: 200))
            #expect((10...15).contains(kept.count))
            archive.close()
            #expect(try #require(FilesOutside.bytes(path)) < 2_300_000)
            #expect(FilesOutside.mode(path) == 0o600)
        }
    }

    @Test func oldOnesGo() throws {
        try withFolder { folder in
            let bounds = RejectionBounds(milliseconds: 60_000)
            let archive = try RejectionArchive(path: folder + "/rejections", bounds: bounds)
            try archive.add([Self.rejection()], now: Self.now)
            let later = Self.now.advanced(byMilliseconds: 60_001)
            try archive.add([Self.rejection(at: later)], now: later)
            #expect(try archive.list(RejectionQuery()).map(\.id) == [2])
        }
    }

    @Test func aDamagedFileIsMadeAnew() throws {
        try withFolder { folder in
            let path = folder + "/rejections"
            FilesOutside.write([UInt8](repeating: 0x41, count: 8_192), at: 0, of: path)
            let archive = try RejectionArchive(path: path)
            try archive.add([Self.rejection()], now: Self.now)
            #expect(try archive.list(RejectionQuery()).count == 1)
        }
    }
}
