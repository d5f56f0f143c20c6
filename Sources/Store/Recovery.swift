package import Events

/// The lasting numbers of the names in the configuration.
package struct InternedNames: Sendable, Equatable {
    package var sources: [String: SourceID]
    package var targets: [String: TargetID]

    package init(sources: [String: SourceID], targets: [String: TargetID]) {
        self.sources = sources
        self.targets = targets
    }
}

/// What was found when a store was opened.
package struct Recovery: Sendable, Equatable {
    /// What waits for one target.
    package struct Backlog: Sendable, Equatable {
        /// Deliveries that were never recorded.
        package var pending = 0
        /// Deliveries that wait for a retry.
        package var retrying = 0
        /// Bytes of their raw bodies.
        package var bytes: Int64 = 0
        package init(pending: Int = 0, retrying: Int = 0, bytes: Int64 = 0) {
            self.pending = pending
            self.retrying = retrying
            self.bytes = bytes
        }
    }

    package var backlog: [TargetID: Backlog]
    /// The targets that were paused.
    package var pauses: [TargetID: TargetPause]
    package var dedupeKeys: Int
    package var largestID: EventID
    package var milliseconds: Int

    package init(
        backlog: [TargetID: Backlog],
        pauses: [TargetID: TargetPause] = [:],
        dedupeKeys: Int,
        largestID: EventID,
        milliseconds: Int
    ) {
        self.backlog = backlog
        self.pauses = pauses
        self.dedupeKeys = dedupeKeys
        self.largestID = largestID
        self.milliseconds = milliseconds
    }
}
