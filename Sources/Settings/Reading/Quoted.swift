/// Shows text from gateway.conf in a message.
enum Quoted {
    /// The text in quotes: at most 80 characters, control characters replaced.
    static func text(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let shown = scalars.prefix(80).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "?"
            default: String(scalar)
            }
        }
        return "\"\(shown.joined())\(scalars.count > 80 ? "…" : "")\""
    }

    /// Names with commas, the last one joined by "or".
    static func list(_ names: [String]) -> String {
        let quoted = names.map { Self.text($0) }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return "\(quoted.dropLast().joined(separator: ", ")) or \(last)"
    }
}
