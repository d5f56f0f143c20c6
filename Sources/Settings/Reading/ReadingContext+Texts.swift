import Events

// Texts that stand for others: ${NAME} anywhere, env:NAME and file:/path where a secret is expected.

extension ReadingContext {
    /// Fills in `${NAME}`, `${NAME:-default}` and `$$`; `nil` after a report.
    ///
    /// A variable that is set to nothing counts as not set where there is a default, as in a shell.
    func expand(_ raw: String, at place: Place) -> String? {
        guard raw.utf8.contains(UInt8(ascii: "$")) else { return raw }
        var result = ""
        var rest = raw[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            switch rest.first {
            case "$":
                result += "$"
                rest = rest.dropFirst()
            case "{":
                guard let close = rest.firstIndex(of: "}") else {
                    self.report(
                        .badInterpolation,
                        place,
                        "a text has \"${\" without the \"}\" that ends it",
                        fix: "write ${NAME} or ${NAME:-default}, or $$ for a dollar sign"
                    )
                    return nil
                }
                guard let value = self.variable(rest[rest.index(after: rest.startIndex)..<close], at: place) else {
                    return nil
                }
                result += value
                rest = rest[rest.index(after: close)...]
            default: result += "$"
            }
        }
        return result + rest
    }

    private func variable(_ inner: Substring, at place: Place) -> String? {
        let parts = inner.split(separator: ":-", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard Self.isVariableName(name) else {
            self.report(
                .badInterpolation,
                place,
                "\"${\(Quoted.text(String(inner)).dropFirst().dropLast())}\" does not name a variable",
                fix: "write ${NAME} or ${NAME:-default}; a name is of letters, digits and _, and defaults hold no ${…}"
            )
            return nil
        }
        let value = self.environment[name]
        if parts.count == 2 {
            if let value, !value.isEmpty { return value }
            return String(parts[1])
        }
        if let value { return value }
        self.report(
            .variableNotSet,
            place,
            "the environment variable \(name) is not set",
            fix: "set \(name), or write ${\(name):-default}"
        )
        return nil
    }

    static func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
            default: false
            }
        }
    }
}
