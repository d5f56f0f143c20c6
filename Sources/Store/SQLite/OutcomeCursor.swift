import Events

/// Walks over the outcomes in order of id beside a walk over the arrivals, so that each outcome is read once.
struct OutcomeCursor {
    private let rows: SQLiteStatement
    /// The event whose outcomes are held.
    private var id: Int64 = -1
    private var outcomes: [(target: Int32, state: SQLiteSchema.State?)] = []
    /// Whether the statement stands on a row that was not read.
    private var isOnRow = false
    private var isAtEnd = false

    /// - Parameters:
    ///   - rows: Gives id, target and state of the outcomes above parameter 1, in order of id.
    ///   - after: What parameter 1 is.
    init(_ rows: SQLiteStatement, after: EventID) {
        self.rows = rows
        rows.bind(1, after.rawValue)
    }

    /// The recorded state of a delivery, `nil` without one.
    ///
    /// Ids must not descend from call to call.
    mutating func state(of id: Int64, _ target: Int32) throws(StoreError) -> SQLiteSchema.State? {
        if self.id < id { try self.advance(to: id) }
        guard self.id == id else { return nil }
        for outcome in self.outcomes where outcome.target == target { return outcome.state }
        return nil
    }

    func end() { self.rows.reset() }

    private mutating func advance(to id: Int64) throws(StoreError) {
        self.outcomes.removeAll(keepingCapacity: true)
        self.id = id
        while !self.isAtEnd {
            if !self.isOnRow {
                guard try self.rows.step() else {
                    self.isAtEnd = true
                    return
                }
                self.isOnRow = true
            }
            let found = self.rows.integer(0)
            guard found <= id else { return }
            if found == id {
                let state = SQLiteSchema.State(rawValue: self.rows.integer(2))
                self.outcomes.append((Int32(truncatingIfNeeded: self.rows.integer(1)), state))
            }
            self.isOnRow = false
        }
    }
}
