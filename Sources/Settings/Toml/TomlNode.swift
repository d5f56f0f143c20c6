/// One value of a TOML text, with its place.
struct TomlNode: Sendable, Equatable {
    /// What the value is.
    enum Content: Sendable, Equatable {
        /// In the order of the file.
        case table([TomlEntry])
        case array([TomlNode])
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        /// A date or a time: nothing in gateway.conf is one.
        case date
    }

    let content: Content
    let place: Place

    /// What people call this kind of value.
    var kind: String {
        switch self.content {
        case .table: "a table"
        case .array: "a list"
        case .string: "a text"
        case .integer: "a whole number"
        case .float: "a number with a fraction"
        case .boolean: "true or false"
        case .date: "a date"
        }
    }
}

/// One key of a table with its value.
struct TomlEntry: Sendable, Equatable {
    let key: String
    let keyPlace: Place
    let value: TomlNode
}
