package import Events

/// How the operator's listener reaches the kept rejections.
package struct RejectionAccess: Sendable {
    /// Which ones a page shows.
    package struct Filter: Sendable {
        /// Only those with a smaller number.
        package var before: Int64?
        /// 1 to ``Limits/rejectionsPerPageMax``.
        package var limit: Int
        package var source: String?
        package var cause: RejectionCause?
    }

    /// Why a replay was not tried.
    package enum Unreplayable: Error, Sendable {
        case notFound
        /// Part of it is not there any more: a credential, or the end of a large body.
        case notWhole
        /// It became this event already.
        case replayed(String)
    }

    package let list: @Sendable (Filter) throws -> RejectionPage
    package let find: @Sendable (Int64) throws -> RejectionDetail?
    /// Throws ``Unreplayable`` where it is not tried.
    package let replay: @Sendable (Int64) async throws -> RejectionReplay

    /// - Parameters:
    ///   - list: Reads a page.
    ///   - find: Reads one, whole; `nil` where there is none of the number.
    ///   - replay: Takes one through the gateway once more; throws ``Unreplayable`` where that makes no sense.
    package init(
        list: @escaping @Sendable (Filter) throws -> RejectionPage,
        find: @escaping @Sendable (Int64) throws -> RejectionDetail?,
        replay: @escaping @Sendable (Int64) async throws -> RejectionReplay
    ) {
        self.list = list
        self.find = find
        self.replay = replay
    }
}
