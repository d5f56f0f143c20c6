import Events

// What is rebuilt, in one pass over the narrow arrival log: the dedupe window, the largest id, and above the low-water
// mark, beside the outcomes, what is pending for whom. The events' own pages are not read.

extension SQLiteStore {
    func recover(_ writer: SQLiteWriter) throws(StoreError) -> StoreMemory {
        let marks = try StoreMarks(writer.connection)
        let stored = EventID(rawValue: try writer.connection.integer("SELECT max(id) FROM events"))
        let log = EventID(rawValue: try self.largestArrival(writer))
        let largest = [stored, log, marks.lowWater, marks.purgedThrough, marks.forgottenThrough].max() ?? .zero
        var memory = StoreMemory(options: self.options, clock: self.clock, marks: marks, largest: largest)
        let now = memory.explainedTime(self.clock)
        try ArrivalWarmup.around(writer.connection, vfs: self.options.vfs) { () throws(StoreError) in
            try self.readArrivals(writer, marks: marks, now: now, into: &memory)
        }
        memory.window.expire(now: now)
        let dead = try writer.connection.prepare(
            "SELECT target, count(*) FROM outcomes WHERE state = 3 GROUP BY target"
        )
        defer { dead.reset() }
        while try dead.step() {
            let target = TargetID(rawValue: Int32(truncatingIfNeeded: dead.integer(0)))
            memory.dead[target] = Int(dead.integer(1))
        }
        return memory
    }

    private func largestArrival(_ writer: SQLiteWriter) throws(StoreError) -> Int64 {
        let rows = writer.findArrivals
        rows.bind(1, Int64.max)
        defer { rows.reset() }
        guard try rows.step() else { return 0 }
        var reader = ArrivalRow.Reader(first: rows.integer(0), bytes: rows.bytes(1))
        var targets: [Int32] = []
        var largest: Int64 = 0
        while let arrival = try reader.next(targets: &targets) { largest = Swift.max(largest, arrival.id) }
        return largest
    }

    private func readArrivals(
        _ writer: SQLiteWriter,
        marks: StoreMarks,
        now: Timestamp,
        into memory: inout StoreMemory
    ) throws(StoreError) {
        let rows = writer.scanArrivals
        rows.bind(1, 0 as Int64)
        var outcomes = OutcomeCursor(writer.scanOutcomes, after: marks.lowWater)
        defer {
            rows.reset()
            outcomes.end()
        }
        var backlog = BacklogCount()
        var targets: [Int32] = []
        let oldest = now.advanced(byMilliseconds: -self.options.dedupeWindowMilliseconds)
        while try rows.step() {
            let isInWindow = rows.integer(2) > oldest.milliseconds
            var reader = ArrivalRow.Reader(first: rows.integer(0), bytes: rows.bytes(1))
            while let arrival = try reader.next(targets: &targets) {
                let id = EventID(rawValue: arrival.id)
                if isInWindow, id > marks.forgottenThrough {
                    // Not refused: the file holds no more than what was once allowed.
                    _ = memory.window.makesRoom(now: now)
                    let hash = memory.window.hash(arrival.digest)
                    memory.window.insert(hash, id: id, receivedAt: arrival.receivedAt)
                }
                if id > marks.eventsThrough { memory.events += 1 }
                guard id > marks.lowWater else { continue }
                var open = 0
                for target in targets {
                    let state = try outcomes.state(of: arrival.id, target)
                    guard state?.isFinal != true else { continue }
                    open += 1
                    backlog.add(target, isRetry: state != nil, weight: arrival.weight)
                }
                memory.open.stored(id, deliveries: open)
            }
        }
        memory.backlog = backlog.byTarget
    }
}

/// Counts what waits for each target; targets have small numbers.
private struct BacklogCount {
    private var counts: [Recovery.Backlog] = []

    mutating func add(_ target: Int32, isRetry: Bool, weight: Int) {
        guard target >= 0, Int(target) < 1 << 20 else { return }
        let index = Int(target)
        while self.counts.count <= index { self.counts.append(Recovery.Backlog()) }
        if isRetry { self.counts[index].retrying += 1 } else { self.counts[index].pending += 1 }
        self.counts[index].bytes += Int64(weight)
    }

    var byTarget: [TargetID: Recovery.Backlog] {
        var found: [TargetID: Recovery.Backlog] = [:]
        for (index, count) in self.counts.enumerated() where count.pending + count.retrying > 0 {
            found[TargetID(rawValue: Int32(index))] = count
        }
        return found
    }
}
