/// All routes of a configuration.
///
/// The targets of all routes that take an event are united. Fallback routes are asked only where no other route took
/// it. A walk over all routes: its result depends on source and name alone, so event loops keep it per name.
package struct RoutingTable: Sendable {
    package let rules: [RouteRule]

    package init(_ rules: [RouteRule]) { self.rules = rules }

    /// Where an event with this name from this source goes.
    package func resolve(source: String, event: String) -> RoutingDecision {
        var matched = self.taking(source: source, event: event, isFallback: false)
        if matched.isEmpty { matched = self.taking(source: source, event: event, isFallback: true) }
        var targets: [String] = []
        var seen: Set<String> = []
        for index in matched {
            for target in self.rules[index].targets where seen.insert(target).inserted { targets.append(target) }
        }
        return RoutingDecision(targets: targets, matched: matched)
    }

    /// What each route, in order, says to an event with this name from this source.
    package func explain(source: String, event: String) -> [RouteExplanation] {
        let isTaken = !self.taking(source: source, event: event, isFallback: false).isEmpty
        return self.rules.enumerated().map { index, rule in
            let verdict: RouteExplanation.Verdict
            if !rule.listens(to: source) {
                verdict = .otherSource
            } else {
                switch rule.events.verdict(on: event) {
                case .included where rule.isFallback && isTaken: verdict = .notNeeded
                case .included(let pattern): verdict = .taken(by: pattern)
                case .excluded(let pattern): verdict = .excluded(by: pattern)
                case .unmentioned: verdict = .noPattern
                }
            }
            return RouteExplanation(route: index, rule: rule, verdict: verdict)
        }
    }

    private func taking(source: String, event: String, isFallback: Bool) -> [Int] {
        self.rules.indices.filter { index in
            let rule = self.rules[index]
            return rule.isFallback == isFallback && rule.listens(to: source) && rule.events.matches(event)
        }
    }
}
