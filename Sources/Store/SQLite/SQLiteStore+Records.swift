import Events

extension SQLiteStore {
    /// Writes what happened to one delivery: its row, newest wins, and what failed into the history.
    func write(_ record: DeliveryRecord, _ writer: SQLiteWriter) throws(StoreError) {
        let state = SQLiteSchema.State(record.state)
        Self.bind(record, state, to: writer.insertOutcome)
        var before: SQLiteSchema.State?
        if try !writer.insertOutcome.insertIfNew() {
            before = try self.state(of: record, writer)
            Self.bind(record, state, to: writer.updateOutcome)
            try writer.updateOutcome.run()
        }
        if record.error != nil, record.attempts > 0 { try self.writeAttempt(record, writer) }
        self.note(record, from: before, to: state)
    }

    private func state(of record: DeliveryRecord, _ writer: SQLiteWriter) throws(StoreError) -> SQLiteSchema.State? {
        writer.findOutcome.bind(1, record.event.rawValue)
        writer.findOutcome.bind(2, Int64(record.target.rawValue))
        defer { writer.findOutcome.reset() }
        return try writer.findOutcome.step() ? SQLiteSchema.State(rawValue: writer.findOutcome.integer(0)) : nil
    }

    private static func bind(_ record: DeliveryRecord, _ state: SQLiteSchema.State, to statement: SQLiteStatement) {
        statement.bind(1, record.event.rawValue)
        statement.bind(2, Int64(record.target.rawValue))
        statement.bind(3, state.rawValue)
        statement.bind(4, Int64(record.attempts))
        statement.bind(5, record.firstAttemptAt?.milliseconds)
        statement.bind(6, record.at.milliseconds)
        statement.bind(7, Int64(record.durationMilliseconds))
        statement.bind(9, Int64(record.status))
        statement.bind(11, record.error?.rawValue)
        statement.bind(12, record.detail)
        switch record.state {
        case .retrying(let due):
            statement.bind(8, due.milliseconds)
            statement.bind(10, nil as String?)
        case .dead(let cause):
            statement.bind(8, nil as Int64?)
            statement.bind(10, cause.rawValue)
        case .delivered, .cancelled:
            statement.bind(8, nil as Int64?)
            statement.bind(10, nil as String?)
        }
    }

    private func writeAttempt(_ record: DeliveryRecord, _ writer: SQLiteWriter) throws(StoreError) {
        let statement = writer.insertAttempt
        statement.bind(1, record.event.rawValue)
        statement.bind(2, Int64(record.target.rawValue))
        statement.bind(3, Int64(record.attempts))
        statement.bind(4, record.at.milliseconds)
        statement.bind(5, Int64(record.durationMilliseconds))
        statement.bind(6, Int64(record.status))
        statement.bind(7, record.error?.rawValue)
        statement.bind(8, record.detail)
        statement.bind(9, record.response)
        try statement.run()
    }

    /// Remembers what the record changes beyond its row, for when it is committed.
    private func note(_ record: DeliveryRecord, from before: SQLiteSchema.State?, to after: SQLiteSchema.State) {
        let wasFinal = before?.isFinal ?? false
        if after.isFinal, !wasFinal { self.batch.moves.append(.closed(record.event)) }
        if !after.isFinal, wasFinal { self.batch.moves.append(.reopened(record.event)) }
        if after == .dead, before != .dead { self.batch.dead.append((record.target, 1)) }
        if after != .dead, before == .dead { self.batch.dead.append((record.target, -1)) }
    }
}

extension SQLiteSchema.State {
    init(_ state: RecordedState) {
        switch state {
        case .retrying: self = .retrying
        case .delivered: self = .delivered
        case .dead: self = .dead
        case .cancelled: self = .cancelled
        }
    }
}
