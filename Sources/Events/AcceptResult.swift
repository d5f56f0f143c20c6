/// What became of one verified event that was handed to the store.
package enum AcceptResult: Sendable, Equatable {
    /// New and on disk.
    case stored(EventID)
    /// Seen before; the id is the first copy's.
    case duplicate(of: EventID)
    /// Not taken; nothing of it was kept.
    case refused(RejectionCause)
}
