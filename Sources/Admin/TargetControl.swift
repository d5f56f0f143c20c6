/// What the operator's listener can do with targets.
package struct TargetControl: Sendable {
    /// One target in the list of `GET /api/v1/targets`.
    package struct Target: Codable, Sendable, Equatable {
        package var name: String
        package var url: String
        /// `active`, `slowed`, `open` or `paused`.
        package var state: String
        /// Why; empty while it is active.
        package var reason: String
        package var backlog: Int64
        package var inFlight: Int64

        package init(name: String, url: String, state: String, reason: String, backlog: Int64, inFlight: Int64) {
            self.name = name
            self.url = url
            self.state = state
            self.reason = reason
            self.backlog = backlog
            self.inFlight = inFlight
        }
    }

    /// The list's document.
    package struct List: Codable, Sendable {
        package var targets: [Target]
        package init(targets: [Target]) { self.targets = targets }
    }

    /// All targets, in the order of gateway.conf.
    package let list: @Sendable () -> [Target]
    /// Pauses or resumes the target of a name; returns once the store remembers it, `false` where there is none of it.
    package let setPaused: @Sendable (_ name: String, _ isPaused: Bool) async -> Bool

    package init(
        list: @escaping @Sendable () -> [Target],
        setPaused: @escaping @Sendable (_ name: String, _ isPaused: Bool) async -> Bool
    ) {
        self.list = list
        self.setPaused = setPaused
    }
}
