import Events

/// The text that explains a failed attempt to people.
enum AttemptDetail {
    /// Cuts a text to ``Limits/attemptDetailBytesMax`` bytes, at a character's end, and to one line.
    static func bounded(_ text: String) -> String {
        var result = ""
        var bytes = 0
        for scalar in text.unicodeScalars {
            let shown = scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar
            bytes += UTF8.width(shown)
            guard bytes <= Limits.attemptDetailBytesMax else { break }
            result.unicodeScalars.append(shown)
        }
        return result
    }
}

extension AttemptOutcome {
    /// An answer outside 2xx.
    static func failed(status: Int, retryAfterMilliseconds: Int64?, response: [UInt8]) -> AttemptOutcome {
        let isRedirect = (300...399).contains(status)
        return AttemptOutcome(
            status: status,
            error: isRedirect ? .redirect : .status,
            detail: isRedirect
                ? "answered \(status); redirects are never followed, so the target's url must name the last address"
                : "answered \(status)",
            retryAfterMilliseconds: retryAfterMilliseconds,
            response: response.isEmpty ? nil : response
        )
    }
}
