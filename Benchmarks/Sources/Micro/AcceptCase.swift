import Events
import Store

/// Accepts one new event: the dedupe probe, its row, its key, its share of the commit of a batch of 64.
///
/// On a store in memory (`/dev/shm`), because the disk's part is not instructions of ours.
struct AcceptCase: MicroCase {
    static let name = "accept"
    private static let batch = 64

    private final class Ticket: AcceptTicket {}
    private final class Receiver: AcceptReceiver {
        func accepted(_ answers: [AcceptAnswer]) {}
    }

    private let store: MemoryStore
    private let source: SourceID
    private let targets: [TargetID]
    private let contents: [EventContent]
    private let ticket = Ticket()
    private let receiver = Receiver()
    private var waiting: [NewEvent] = []

    init() throws {
        self.store = try MemoryStore()
        let names = try self.store.engine.intern(sources: ["bench"], targets: ["crm"])
        guard let source = names.sources["bench"] else { throw MicroError.missing("the source's number") }
        self.source = source
        self.targets = Array(names.targets.values)
        self.contents = SampleBody.compact.map { SampleEvent.content(of: $0) }
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
        let results = try self.store.engine.commit(events: self.waiting, records: [])
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
