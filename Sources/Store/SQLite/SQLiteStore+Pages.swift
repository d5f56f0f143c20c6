package import Events

extension SQLiteStore {
    /// Walks a bounded piece of the events above `after`.
    ///
    /// See ``EventStore``.
    package func pending(target: TargetID, after: EventID, limit: Int) throws(StoreError) -> PendingScan {
        let writer = try self.openWriter()
        let start = Swift.max(after, self.memory.open.lowWater)
        let rows = writer.scanArrivals
        rows.bind(1, start.rawValue)
        var outcomes = OutcomeCursor(writer.scanOutcomes, after: start)
        // An open read would keep the write-ahead log from beginning anew.
        defer {
            rows.reset()
            outcomes.end()
        }
        var scan = PendingScan(deliveries: [])
        var looked = 0
        var targets: [Int32] = []
        while try rows.step() {
            var reader = ArrivalRow.Reader(first: rows.integer(0), bytes: rows.bytes(1))
            while let arrival = try reader.next(targets: &targets) {
                guard arrival.id > start.rawValue else { continue }
                looked += 1
                if targets.contains(target.rawValue), try outcomes.state(of: arrival.id, target.rawValue) == nil {
                    scan.deliveries.append(
                        PendingDelivery(
                            event: EventID(rawValue: arrival.id),
                            receivedAt: arrival.receivedAt,
                            weight: arrival.weight
                        )
                    )
                    if scan.deliveries.count >= limit { return scan }
                }
                if looked >= Limits.scanEntriesMax {
                    scan.next = EventID(rawValue: arrival.id)
                    return scan
                }
            }
        }
        return scan
    }

    /// Reads the partial index of retries.
    ///
    /// See ``EventStore``.
    package func retries(
        target: TargetID,
        after: RetryCursor,
        limit: Int
    ) throws(StoreError) -> [PendingDelivery] {
        let rows = try self.openWriter().findRetries
        rows.bind(1, Int64(target.rawValue))
        rows.bind(2, after.due.milliseconds)
        rows.bind(3, after.event.rawValue)
        rows.bind(4, Int64(limit))
        defer { rows.reset() }
        var found: [PendingDelivery] = []
        while try rows.step() {
            found.append(
                PendingDelivery(
                    event: EventID(rawValue: rows.integer(0)),
                    receivedAt: Timestamp(milliseconds: rows.integer(4)),
                    weight: Int(rows.integer(5)),
                    attempts: Int(rows.integer(2)),
                    firstAttemptAt: rows.optionalInteger(3).map(Timestamp.init(milliseconds:)),
                    due: Timestamp(milliseconds: rows.integer(1))
                )
            )
        }
        return found
    }
}
