import Events

/// The single numbers that a store remembers across starts.
struct StoreMarks {
    var lowWater: EventID = .zero
    var purgedThrough: EventID = .zero
    var lastSeen: Timestamp?
    var events = 0
    /// Up to which id ``events`` counts.
    var eventsThrough: EventID = .zero
    var forgottenThrough: EventID = .zero

    init() {}

    init(_ connection: SQLiteConnection) throws(StoreError) {
        let rows = try connection.prepare("SELECT k, v FROM marks")
        defer { rows.reset() }
        while try rows.step() {
            let value = rows.integer(1)
            switch SQLiteSchema.Mark(rawValue: rows.integer(0)) {
            case .lowWater: self.lowWater = EventID(rawValue: Swift.max(0, value))
            case .purgedThrough: self.purgedThrough = EventID(rawValue: Swift.max(0, value))
            case .lastSeen: self.lastSeen = Timestamp(milliseconds: value)
            case .events: self.events = Int(value)
            case .eventsThrough: self.eventsThrough = EventID(rawValue: Swift.max(0, value))
            case .forgottenThrough: self.forgottenThrough = EventID(rawValue: Swift.max(0, value))
            case .probe, nil: break
            }
        }
    }
}
