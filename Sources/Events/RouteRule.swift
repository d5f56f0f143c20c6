/// One route of the configuration: which events of which sources go to which targets.
package struct RouteRule: Sendable, Hashable {
    /// What people call it; `nil` where gateway.conf gives no name.
    package let name: String?
    /// Names of the sources it listens to; `nil` for all of them.
    package let sources: [String]?
    package let events: EventPatternList
    /// Names of the targets; empty to drop on purpose what the route takes.
    package let targets: [String]
    /// Whether it only takes events that no other route took.
    package let isFallback: Bool

    package init(
        name: String? = nil,
        sources: [String]? = nil,
        events: EventPatternList,
        targets: [String],
        isFallback: Bool = false
    ) {
        self.name = name
        self.sources = sources
        self.events = events
        self.targets = targets
        self.isFallback = isFallback
    }

    /// Whether the route listens to this source.
    package func listens(to source: String) -> Bool {
        guard let sources = self.sources else { return true }
        return sources.contains { $0.utf8.elementsEqual(source.utf8) }
    }
}
