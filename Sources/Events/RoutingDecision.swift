/// Where one event goes.
package struct RoutingDecision: Sendable, Equatable {
    /// Names of the targets, each once, in the order in which the routes first mention them.
    package let targets: [String]
    /// Places in the table of the routes that took the event, fallback routes included, ascending.
    package let matched: [Int]

    package init(targets: [String], matched: [Int]) {
        self.targets = targets
        self.matched = matched
    }

    /// Whether no route took the event.
    ///
    /// An event that a route without targets took was dropped on purpose: it has no
    /// target either, and is not unrouted.
    package var isUnrouted: Bool { self.matched.isEmpty }
}

/// Whether and why one route took an event or did not; for `hookgate check --event`.
package struct RouteExplanation: Sendable, Equatable {
    /// The closed list of reasons.
    package enum Verdict: Sendable, Equatable {
        /// It took the event, by the pattern at this place; `nil` where it has only `!` patterns.
        case taken(by: Int?)
        /// It listens to other sources.
        case otherSource
        /// The `!` pattern at this place took the event away.
        case excluded(by: Int)
        /// None of its patterns matches.
        case noPattern
        /// It is a fallback route, its patterns match, and another route took the event.
        case notNeeded
    }

    /// Place of the route in the table.
    package let route: Int
    package let rule: RouteRule
    package let verdict: Verdict

    package init(route: Int, rule: RouteRule, verdict: Verdict) {
        self.route = route
        self.rule = rule
        self.verdict = verdict
    }

    package var isTaken: Bool {
        if case .taken = self.verdict { true } else { false }
    }

    /// The verdict as half a sentence for people.
    package var reason: String {
        switch self.verdict {
        case .taken(let index?): "pattern \"\(self.rule.events.texts[index])\" matches"
        case .taken(nil): "no \"!\" pattern takes it away"
        case .otherSource: "listens to other sources"
        case .excluded(let index): "\"\(self.rule.events.texts[index])\" takes it away"
        case .noPattern: "no pattern matches"
        case .notNeeded: "fallback, and another route took the event"
        }
    }
}
