internal import Events

/// The bounds of the listener, as they are in force; tests choose smaller ones.
package struct IngestLimits: Sendable {
    /// Bytes of request line and header fields.
    package var headBytesMax = Limits.headBytesMax
    /// Bytes of all bodies being received at once.
    package var bodiesInFlightBytesMax = Limits.bodiesInFlightBytesMax
    /// Connections in all.
    package var connectionsMax = Limits.connectionsMax
    /// Connections of one peer address.
    package var connectionsPerPeerMax = Limits.connectionsPerPeerMax
    /// Milliseconds until a head must be complete, from the connection or from its first byte.
    package var headDeadlineMilliseconds = Int64(Limits.headDeadlineSeconds) * 1_000
    /// Milliseconds until a body must be complete, from the end of its head.
    package var bodyDeadlineMilliseconds = Int64(Limits.bodyDeadlineSeconds) * 1_000
    /// Milliseconds that an idle connection is kept.
    package var keepAliveIdleMilliseconds = Int64(Limits.keepAliveIdleSeconds) * 1_000
    /// Milliseconds for which the rest of a refused request is read, so that its sender can read the answer.
    package var lingerMilliseconds = Limits.lingerMilliseconds
    /// Bytes of the rest of a refused request that are read.
    package var lingerBytesMax = Limits.lingerBytesMax
    /// Refused requests that one peer may make in a burst.
    package var refusalsPerPeerBurst = Limits.refusalsPerPeerBurst
    /// Refused requests per second that one peer may go on making.
    package var refusalsPerPeerPerSecond = Limits.refusalsPerPeerPerSecond
    /// Milliseconds from the start of a drain until what is left is cut off.
    package var shutdownGraceMilliseconds = Int64(Limits.shutdownGraceSeconds) * 1_000

    package init() {}
}
