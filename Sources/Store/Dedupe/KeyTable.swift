/// The map from key hashes to ids: many small tables, so that growing and forgetting never stop the committer for long.
///
/// 21 to 32 bytes a key. Which keys are too old is one number, the floor: ids up to it count as absent at once, and their
/// memory comes back table by table.
final class KeyTable {
    private static let segmentBits = 8
    static let segmentCount = 1 << segmentBits

    private let segments: UnsafeMutablePointer<KeySegment>

    init() {
        self.segments = .allocate(capacity: Self.segmentCount)
        for index in 0..<Self.segmentCount { (self.segments + index).initialize(to: KeySegment()) }
    }

    deinit {
        self.segments.deinitialize(count: Self.segmentCount)
        self.segments.deallocate()
    }

    /// Bytes of all tables.
    var bytes: Int { (0..<Self.segmentCount).reduce(0) { $0 + self.segments[$1].bytes } }

    func find(
        _ hash: UInt64,
        above floor: Int64,
        confirm: (Int64) throws(StoreError) -> Bool
    ) throws(StoreError) -> Int64? {
        try self.segments[Self.segment(hash)].find(hash, above: floor, confirm: confirm)
    }

    func insert(_ hash: UInt64, id: Int64, floor: Int64) {
        self.segments[Self.segment(hash)].insert(hash, id: id, floor: floor)
    }

    func remove(_ hash: UInt64, id: Int64) { self.segments[Self.segment(hash)].remove(hash, id: id) }

    /// Gives back the memory of old keys in one of the tables.
    func sweep(segment: Int, floor: Int64) { self.segments[segment].sweep(floor: floor) }

    /// The low bits choose the table, the high ones the place in it.
    private static func segment(_ hash: UInt64) -> Int { Int(hash & UInt64(Self.segmentCount - 1)) }
}
