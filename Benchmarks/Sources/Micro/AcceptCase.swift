import Events
import Glibc
import Store

/// Accepts one new event: the dedupe probe, its row, its key, its share of the commit of a batch of 64.
///
/// On a store in memory (`/dev/shm`), because the disk's part is not instructions of ours.
struct AcceptCase: MicroCase, ~Copyable {
    static let name = "accept"
    private static let batch = 64

    private final class Ticket: AcceptTicket {}
    private final class Receiver: AcceptReceiver {
        func accepted(_ answers: [AcceptAnswer]) {}
    }

    private let store: SQLiteStore
    private let folder: String
    private let source: SourceID
    private let targets: [TargetID]
    private let contents: [EventContent]
    private let ticket = Ticket()
    private let receiver = Receiver()
    private var waiting: [NewEvent] = []

    init() throws {
        var template = Array("/dev/shm/hookgate-micro-XXXXXX".utf8CString)
        guard template.withUnsafeMutableBufferPointer({ mkdtemp($0.baseAddress) }) != nil else {
            throw MicroError.missing("a folder in /dev/shm")
        }
        self.folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.store = SQLiteStore(path: self.folder + "/micro.db")
        _ = try self.store.open()
        let names = try self.store.intern(sources: ["bench"], targets: ["crm"])
        guard let source = names.sources["bench"] else { throw MicroError.missing("the source's number") }
        self.source = source
        self.targets = Array(names.targets.values)
        self.contents = SampleBody.compact.map { SampleEvent.content(of: $0) }
    }

    deinit {
        self.store.close()
        for name in ["micro.db", "micro.db-wal", "micro.db-shm", "micro.db-lock", "micro.db-reserve"] {
            unlink(self.folder + "/" + name)
        }
        rmdir(self.folder)
    }

    mutating func operate(_ index: Int) throws -> Int {
        self.waiting.append(
            NewEvent(
                content: self.contents[index & (SampleBody.count - 1)],
                key: Self.key(index),
                targets: self.targets,
                ticket: self.ticket,
                receiver: self.receiver
            )
        )
        guard self.waiting.count == Self.batch else { return 0 }
        let results = try self.store.commit(events: self.waiting, records: [])
        self.waiting.removeAll(keepingCapacity: true)
        return results.count
    }

    /// A digest that looks like chance and is the same in every run.
    private static func key(_ index: Int) -> KeyDigest {
        var state = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
        func word() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        return KeyDigest(words: (word(), word(), word(), word()))
    }
}
