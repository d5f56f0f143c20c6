/// A source's number in the store: interned from its name, the same across restarts and changes of the configuration.
package struct SourceID: Sendable, Hashable, Comparable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    package static func < (left: SourceID, right: SourceID) -> Bool { left.rawValue < right.rawValue }
}

/// A target's number in the store: interned from its name, the same across restarts and changes of the configuration.
package struct TargetID: Sendable, Hashable, Comparable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    package static func < (left: TargetID, right: TargetID) -> Bool { left.rawValue < right.rawValue }
}
