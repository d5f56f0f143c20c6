internal import Hummingbird

/// What came of letting a sender hand over its key.
package enum ArmingAnswer: Sendable, Equatable {
    /// For so many seconds.
    case armed(seconds: Int)
    /// There is a key, and it stays.
    case keyExists
    /// The source's sender hands over no key.
    case noExchange
    case unknownSource
}

extension AdminAnswer {
    static func arming(_ answer: ArmingAnswer) -> Response {
        switch answer {
        case .armed(let seconds): Self.json(#"{"status":"armed","seconds":\#(seconds)}"#)
        case .keyExists:
            Self.problem(
                .conflict,
                "The source has a key, and no sender may replace it; move its file away and restart to get a new one."
            )
        case .noExchange:
            Self.problem(.conflict, "The sender of this source hands over no key; only the handshake asana does.")
        case .unknownSource: Self.problem(.notFound, "There is no source of this name in gateway.conf.")
        }
    }
}
