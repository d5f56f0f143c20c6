import Glibc

/// What went wrong on a ``Stage``, in words.
struct StageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Asks until there is an answer: another process cannot be awaited in any other way.
///
/// - Throws: ``StageError`` after `seconds`.
func eventually<Answer>(
    _ what: String,
    seconds: Double = 15,
    _ question: () throws -> Answer?
) throws -> Answer {
    let deadline = monotonicSeconds() + seconds
    while true {
        if let answer = try question() { return answer }
        guard monotonicSeconds() < deadline else { throw StageError("not within \(seconds) s: \(what)") }
        usleep(10_000)
    }
}

/// The same for a plain condition.
func eventually(_ what: String, seconds: Double = 15, isTrue condition: () throws -> Bool) throws {
    try eventually(what, seconds: seconds) { try condition() ? () : nil }
}

func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
