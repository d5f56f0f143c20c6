import Events

// One row holds the arrivals of one commit, packed: what came, when, how large, where it goes, and its key. Deduplication,
// recovery and pages read this narrow log in sequence and never the events' own pages; a row per event and an index by
// type would cost the accept path more than the event itself (docs/decisions/0007).
//
// An entry: id - row's first id (varint) · received - time in the row's first id (zigzag, ms) · source · type · weight · number of targets,
// targets (varints) · digest (32 bytes).

/// One event as the arrival log holds it.
struct Arrival {
    var id: Int64
    var receivedAt: Timestamp
    var source: Int32
    var type: Int32
    /// Bytes of the raw body.
    var weight: Int
    var digest: KeyDigest
}

/// Packs arrivals into one row.
struct ArrivalRow {
    private(set) var first: Int64 = 0
    /// The latest moment at which one of them was received.
    private(set) var at = Timestamp(milliseconds: 0)
    private(set) var bytes: [UInt8] = []

    /// Above this a row would no longer fit into one page of 4 KiB.
    private static let bytesMax = 3_800
    private static let digestBytes = 32

    var isEmpty: Bool { self.bytes.isEmpty }
    var isFull: Bool { self.bytes.count >= Self.bytesMax }

    mutating func append(_ arrival: Arrival, targets: [TargetID]) {
        if self.isEmpty {
            self.first = arrival.id
            self.at = arrival.receivedAt
        }
        self.bytes.append(varint: UInt64(arrival.id - self.first))
        self.bytes.append(zigzag: arrival.receivedAt.milliseconds(since: self.base))
        self.bytes.append(varint: UInt64(UInt32(bitPattern: arrival.source)))
        self.bytes.append(varint: UInt64(UInt32(bitPattern: arrival.type)))
        self.bytes.append(varint: UInt64(arrival.weight))
        self.bytes.append(varint: UInt64(targets.count))
        for target in targets { self.bytes.append(varint: UInt64(UInt32(bitPattern: target.rawValue))) }
        arrival.digest.withBytes { self.bytes.append(contentsOf: $0) }
        if arrival.receivedAt > self.at { self.at = arrival.receivedAt }
    }

    mutating func clear() { self.bytes.removeAll(keepingCapacity: true) }

    /// Times are kept relative to the moment in the row's first id, which needs no column of its own.
    private var base: Timestamp { EventID(rawValue: self.first).time }

    /// Walks over the entries of a row.
    struct Reader {
        private let first: Int64
        private let base: Timestamp
        private var reader: VarIntReader

        init(first: Int64, bytes: UnsafeRawBufferPointer) {
            self.first = first
            self.base = EventID(rawValue: first).time
            self.reader = VarIntReader(bytes)
        }

        /// The next entry; its targets replace those in `targets`.
        ///
        /// - Throws: ``StoreError`` (`corrupt`) where the bytes make no sense.
        mutating func next(targets: inout [Int32]) throws(StoreError) -> Arrival? {
            guard !self.reader.isAtEnd else { return nil }
            guard
                let offset = self.reader.varint(), let received = self.reader.zigzag(),
                let source = self.reader.varint(), let type = self.reader.varint(),
                let weight = self.reader.varint(), let count = self.reader.varint(), count <= Limits.targetsMax
            else { throw Self.damaged(self.first) }
            targets.removeAll(keepingCapacity: true)
            for _ in 0..<count {
                guard let target = self.reader.varint() else { throw Self.damaged(self.first) }
                targets.append(Int32(truncatingIfNeeded: target))
            }
            guard let digest = self.reader.take(ArrivalRow.digestBytes), offset <= Int64.max - self.first else {
                throw Self.damaged(self.first)
            }
            return Arrival(
                id: self.first + Int64(offset),
                receivedAt: self.base.advanced(byMilliseconds: received),
                source: Int32(truncatingIfNeeded: source),
                type: Int32(truncatingIfNeeded: type),
                weight: Int(truncatingIfNeeded: weight),
                digest: KeyDigest(bytes: digest)
            )
        }

        private static func damaged(_ first: Int64) -> StoreError {
            StoreError(
                .corrupt,
                "the store is damaged; stop the gateway, keep the file, and start from a backup",
                cause: "arrivals row \(first) cannot be read"
            )
        }
    }
}
