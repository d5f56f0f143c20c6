package import Events

// One batch: begin · for every event: known key? else id, event, key · the arrivals row · records · commit (here is the
// fsync) · only now is what the batch changed true in memory as well. Where anything throws, the keys of the batch leave
// the window again, so that the senders' next try is taken.

extension SQLiteStore {
    /// One transaction: dedupe, events, records.
    ///
    /// See ``EventStore``.
    package func commit(events: [NewEvent], records: [DeliveryRecord]) throws(StoreError) -> [AcceptResult] {
        let writer = try self.openWriter()
        if self.isThrifty, !events.isEmpty { try self.keepRoomForRecords(writer) }
        self.batch.clear()
        do {
            let results = try writer.transaction { () throws(StoreError) in
                let results = try self.store(events, writer)
                for record in records { try self.write(record, writer) }
                if self.housekeeping.areMarksDue(self.clock.monotonicNanoseconds()) { try self.setMarks(writer) }
                return results
            }
            self.becomesTrue()
            return results
        } catch {
            for key in self.batch.keys { self.memory.window.remove(key.hash, id: key.id) }
            self.giveUpReserve(after: error)
            throw error
        }
    }

    private func store(_ events: [NewEvent], _ writer: SQLiteWriter) throws(StoreError) -> [AcceptResult] {
        guard !events.isEmpty else { return [] }
        var results: [AcceptResult] = []
        results.reserveCapacity(events.count)
        let now = self.clock.now()
        for event in events {
            let hash = self.memory.window.hash(event.key)
            if let first = try self.find(hash, event.key, writer) {
                results.append(.duplicate(of: first))
            } else if self.memory.window.makesRoom(now: now) {
                results.append(.stored(try self.insert(event, hash: hash, now: now, writer)))
            } else {
                results.append(.refused(.overloaded))
            }
        }
        if !self.batch.row.isEmpty { try self.writeArrivals(writer) }
        return results
    }

    private func insert(
        _ event: NewEvent,
        hash: UInt64,
        now: Timestamp,
        _ writer: SQLiteWriter
    ) throws(StoreError) -> EventID {
        let content = event.content
        let id = self.memory.generator.next(now: now)
        let type = try writer.names.event(content.name)
        // The key first: whatever fails from here on takes it out again.
        self.memory.window.insert(hash, id: id, receivedAt: content.receivedAt)
        self.batch.keys.append(CommitBatch.NewKey(hash: hash, id: id, digest: event.key))
        self.batch.stored.append((id, event.targets.count))
        let statement = writer.insertEvent
        statement.bind(1, id.rawValue)
        statement.bind(2, Int64(content.source.rawValue))
        statement.bind(3, Int64(type))
        statement.bind(4, content.receivedAt.milliseconds)
        statement.bind(5, content.occurredAt?.milliseconds)
        TargetList.write(event.targets, into: &self.batch.targets)
        try Self.run(statement, self.batch.targets, content.headers.bytes, content.rawBody)
        self.batch.row.append(
            Arrival(
                id: id.rawValue,
                receivedAt: content.receivedAt,
                source: content.source.rawValue,
                type: type,
                weight: content.weight,
                digest: event.key
            ),
            targets: event.targets
        )
        if self.batch.row.isFull { try self.writeArrivals(writer) }
        return id
    }

    /// Runs the insertion with the three arrays in place.
    private static func run(
        _ statement: SQLiteStatement,
        _ targets: [UInt8],
        _ headers: [UInt8],
        _ body: [UInt8]
    ) throws(StoreError) {
        var failure: StoreError?
        targets.withUnsafeBytes { targets in
            headers.withUnsafeBytes { headers in
                body.withUnsafeBytes { body in
                    statement.bindUncopied(6, targets)
                    statement.bindUncopied(7, headers)
                    statement.bindUncopied(8, body)
                    do throws(StoreError) { try statement.run() } catch { failure = error }
                }
            }
        }
        if let failure { throw failure }
    }

    private func writeArrivals(_ writer: SQLiteWriter) throws(StoreError) {
        let statement = writer.insertArrivals
        statement.bind(1, self.batch.row.first)
        statement.bind(2, self.batch.row.at.milliseconds)
        var failure: StoreError?
        self.batch.row.bytes.withUnsafeBytes { bytes in
            statement.bindUncopied(3, bytes)
            do throws(StoreError) { try statement.run() } catch { failure = error }
        }
        self.batch.row.clear()
        if let failure { throw failure }
    }

    // MARK: Known keys

    private func find(_ hash: UInt64, _ digest: KeyDigest, _ writer: SQLiteWriter) throws(StoreError) -> EventID? {
        try self.memory.window.find(hash) { id throws(StoreError) in
            if let first = self.batch.keys.first, id >= first.id {
                return self.batch.keys.contains { $0.id == id && $0.digest == digest }
            }
            return try self.isStored(digest, as: id, writer)
        }
    }

    /// Compares the whole digest: two keys may share a hash, and a collision must never eat an event.
    private func isStored(_ digest: KeyDigest, as id: EventID, _ writer: SQLiteWriter) throws(StoreError) -> Bool {
        let statement = writer.findArrivals
        statement.bind(1, id.rawValue)
        defer { statement.reset() }
        guard try statement.step() else { return false }
        var reader = ArrivalRow.Reader(first: statement.integer(0), bytes: statement.bytes(1))
        var targets: [Int32] = []
        while let arrival = try reader.next(targets: &targets) {
            if arrival.id == id.rawValue { return arrival.digest == digest }
        }
        return false
    }

    // MARK: After the commit

    private func becomesTrue() {
        for (id, deliveries) in self.batch.stored { self.memory.open.stored(id, deliveries: deliveries) }
        for move in self.batch.moves {
            switch move {
            case .closed(let id): self.memory.open.closed(id)
            case .reopened(let id): self.memory.open.reopened(id)
            }
        }
        for (target, change) in self.batch.dead { self.memory.dead[target, default: 0] += change }
        if let last = self.batch.stored.last { self.memory.largest = last.id }
        self.memory.events += self.batch.stored.count
    }
}
