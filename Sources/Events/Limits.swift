// Every bound of the program stands here, with its unit and its reason. A bound that a person may change in
// gateway.conf stands here as its default, beside the range that is allowed.

/// The bounds of the gateway.
package enum Limits {
    // MARK: Requests that come in

    /// Bytes of request line and header fields; above it the answer is 431.
    package static let headBytesMax = 16 * 1024
    /// Bytes of one body unless the source says otherwise (`max_body`); above it the answer is 413.
    package static let bodyBytesMaxDefault = 1024 * 1024
    /// Bytes of the largest `max_body` that can be set: a body is held in memory as a whole.
    package static let bodyBytesMax = 64 * 1024 * 1024
    /// Bytes of all bodies being received at once; above it the answer is 503.
    package static let bodiesInFlightBytesMax = 256 * 1024 * 1024
    /// Connections in all.
    package static let connectionsMax = 10_000
    /// Connections of one peer address.
    package static let connectionsPerPeerMax = 2_000
    /// Seconds until a head must be complete.
    package static let headDeadlineSeconds = 10
    /// Seconds until a body must be complete.
    package static let bodyDeadlineSeconds = 30
    /// Seconds that an idle connection is kept.
    package static let keepAliveIdleSeconds = 75
    /// Refused requests that one peer may make in a burst before the answer is 429.
    package static let refusalsPerPeerBurst = 200
    /// Refused requests per second that one peer may go on making.
    package static let refusalsPerPeerPerSecond = 20
    /// Peers whose refusals are counted; the oldest is forgotten first.
    package static let refusingPeersMax = 4_096
    /// Bytes of header fields kept with an event.
    package static let keptHeaderBytesMax = 8 * 1024
    /// Milliseconds for which the rest of a refused request is read, so that its sender can read the answer.
    package static let lingerMilliseconds: Int64 = 2_000
    /// Bytes of the rest of a refused request that are read.
    package static let lingerBytesMax = 64 * 1024
    /// Connections that wait in the kernel until they are accepted.
    package static let listenBacklog = 4_096
    /// Lines a second and event loop that tell of refused requests; the rest is counted.
    package static let rejectionLinesPerSecond = 10

    // MARK: Refused requests that are kept

    /// Rejections that are kept; the largest kind loses its oldest first.
    package static let rejectionsKeptMax = 10_000
    /// Bytes of all kept rejections; their file takes at most about twice as much.
    package static let rejectionsKeptBytesMax = 64 * 1024 * 1024
    /// Milliseconds that a rejection is kept (7 days): as long as a sender's mistake is looked for.
    package static let rejectionRetentionMilliseconds: Int64 = 7 * 24 * 3_600_000
    /// Bytes of a body that are kept with a rejection; a larger one cannot be replayed (product.md §8).
    package static let rejectionBodyBytesMax = 64 * 1024
    /// Rejections per second, source and event loop that are kept; the rest is counted alone.
    package static let rejectionsKeptPerSecond = 5
    /// Rejections of one source and event loop that are kept at once after a quiet time.
    package static let rejectionsKeptBurst = 20
    /// Sources whose rejections are kept at the same time, in rates: one event loop keeps at most so many times the rate.
    package static let rejectingSourcesMax = 8
    /// Refused requests that wait to be explained and kept; above it they are counted alone.
    package static let rejectionQueueMax = 256
    /// Bytes of their bodies.
    package static let rejectionQueueBytesMax = 4 * 1024 * 1024
    /// Refused requests that are explained and kept in one transaction.
    package static let rejectionBatchMax = 32
    /// Rejections on one page, unless it says otherwise.
    package static let rejectionsPerPageDefault = 50
    /// Rejections on one page, at most.
    package static let rejectionsPerPageMax = 200

    // MARK: What they say

    /// Bytes of an event's name.
    package static let eventNameBytesMax = 256
    /// Nested arrays and objects in a body.
    package static let jsonDepthMax = 128
    /// Milliseconds between a signed timestamp and our clock, early or late (product.md §8).
    package static let toleranceMillisecondsDefault: Int64 = 300_000
    /// A bare number at least this large is milliseconds, not seconds (product.md §8).
    package static let millisecondsFrom: Int64 = 100_000_000_000
    /// Secrets of one source that are tried.
    package static let secretsPerSourceMax = 8
    /// Signatures of one request that are tried; a sender in rotation sends two.
    package static let signaturesPerRequestMax = 16
    /// HMACs that one explanation of a refused request may compute: about a millisecond for a small body.
    package static let explanationTrialsMax = 600
    /// Bytes that one explanation may hash: some milliseconds, however large the body.
    package static let explanationBytesMax = 4 * 1024 * 1024
    /// Bytes that the explanation of a captured request on the command line may hash: a person waits for it.
    package static let explanationBytesMaxOfCommand = 1024 * 1024 * 1024
    /// Texts in one request that are tried as its timestamp.
    package static let explanationTimestampsMax = 4
    /// Texts in one request that are tried as its signature.
    package static let explanationSignaturesMax = 24
    /// Sources whose secrets are tried for another source's request.
    package static let explanationSourcesMax = 64
    /// Names of events that one event loop keeps resolved routes for.
    package static let resolvedNamesPerLoopMax = 4_096
    /// Sources in one configuration.
    package static let sourcesMax = 1_000
    /// Targets in one configuration.
    package static let targetsMax = 1_000
    /// Routes in one configuration.
    package static let routesMax = 5_000

    /// Bytes of the path of a Unix socket (`sun_path` of Linux, its ending zero not counted).
    package static let socketPathBytesMax = 107

    // MARK: Store

    /// Events that one transaction takes: past it commits only get longer (measurements.md B §2).
    package static let acceptsPerCommitMax = 128
    /// Bytes of bodies after which a transaction takes no further event: the write-ahead log must fit into the reserve.
    package static let commitBytesMax = 4 * 1024 * 1024
    /// Events that wait for a commit; above it the answer is 503.
    package static let acceptQueueMax = 10_000
    /// Bytes of bodies that wait for a commit; above it the answer is 503.
    package static let acceptQueueBytesMax = 64 * 1024 * 1024
    /// Milliseconds that a delivery's outcome may wait for another commit to share.
    package static let outcomeFlushMilliseconds = 10
    /// Events that retention deletes in one transaction (measurements.md B §9).
    package static let purgeBatchMax = 1_000
    /// Dedupe keys in memory, about 32 bytes each (product.md §2.5).
    package static let dedupeKeysMaxDefault = 8_000_000
    /// Milliseconds over which a sender may repeat an event: CubeConnect's three retries, ten seconds apart, with room.
    package static let senderRetrySpanMilliseconds: Int64 = 3_600_000
    /// Generations that the dedupe window is dropped in.
    package static let dedupeGenerations = 8
    /// Seconds that a second process waits for the store before it gives up (product.md §8).
    package static let storeLockWaitSeconds = 15
    /// Bytes set aside so that deletion works on a full disk (product.md §8).
    package static let reserveFileBytes = 32 * 1024 * 1024
    /// Names of events that the store keeps interned in memory.
    package static let internedNamesMax = 10_000

    /// Milliseconds that a dedupe key is remembered (7 days), unless the store says otherwise (product.md §2.5).
    package static let dedupeWindowMillisecondsDefault: Int64 = 7 * 24 * 3_600_000
    /// Milliseconds that the dedupe window never shrinks below: a day of a sender's retries and twice the tolerance.
    package static let dedupeSpanMillisecondsMinDefault: Int64 = 24 * 3_600_000 + 2 * toleranceMillisecondsDefault
    /// Records that wait while the store cannot be written; beyond it the oldest are lost, one extra copy each.
    package static let recordsWaitingMax = 200_000
    /// Milliseconds between two attempts to write to a store that failed, at first; doubled each time.
    package static let storeRetryMilliseconds: UInt64 = 100
    /// Milliseconds between two attempts to write to a store that failed, at most.
    package static let storeRetryMillisecondsMax: UInt64 = 2_000
    /// Milliseconds that the clock may be ahead of what explains it before deleting is suspended.
    package static let clockJumpMillisecondsMax: Int64 = 24 * 3_600_000
    /// Seconds of uptime for which deleting is suspended after the clock jumped ahead.
    package static let clockJumpSuspensionSeconds: UInt64 = 3_600
    /// Pages in the write-ahead log above which it is checkpointed even under load.
    package static let checkpointPages = 4_000
    /// Pages in the write-ahead log above which it is checkpointed when nobody waits.
    package static let checkpointPagesIdle = 1_000
    /// Entries of the arrival log that one piece of a scan reads: about two milliseconds of the committer's time.
    package static let scanEntriesMax = 16_384
    /// Bytes of the store's page cache (measurements.md C §4: more is not faster).
    package static let storeCacheBytes = 8 * 1024 * 1024
    /// Milliseconds between two updates of the store's marks.
    package static let marksMilliseconds: Int64 = 5_000
    /// Milliseconds between two pieces of housekeeping while events are waiting.
    package static let housekeepingMilliseconds: UInt64 = 50

    // MARK: Deliveries

    /// Deliveries of one target in memory; the rest waits on disk behind a cursor.
    package static let laneEntriesMax = 100_000
    /// Deliveries that one look behind the cursor brings.
    package static let backlogPageMax = 1_000
    /// Bytes of bodies that wait in memory for their delivery; above it they are read back by id.
    package static let residentBodyBytesMax = 64 * 1024 * 1024
    /// Bytes of a target's answer that are read.
    package static let responseReadBytesMax = 64 * 1024
    /// Bytes of a target's answer that are kept.
    package static let responseKeptBytesMax = 4 * 1024
    /// Bytes of the text that explains a failed attempt.
    package static let attemptDetailBytesMax = 256
    /// Requests to one target at once, unless it says otherwise.
    package static let concurrencyDefault = 32
    /// The largest concurrency that can be set.
    package static let concurrencyMax = 1_024
    /// Milliseconds for one attempt, unless the target says otherwise.
    package static let attemptTimeoutMillisecondsDefault: Int64 = 10_000
    /// Milliseconds for a connection, unless the target says otherwise.
    package static let connectTimeoutMillisecondsDefault: Int64 = 3_000
    /// Milliseconds that a delivery may wait in all (7 days), unless the target says otherwise.
    package static let deliveryAgeMillisecondsMaxDefault: Int64 = 7 * 24 * 3_600_000
    /// Bytes of one target's backlog, unless it says otherwise.
    package static let backlogBytesMaxDefault: Int64 = 4 * 1024 * 1024 * 1024
    /// Attempts that a policy can ask for.
    package static let attemptsMax = 1_000
    /// Order keys of one target with a delivery under way: about 45 bytes each.
    package static let orderKeysMax = 1_000_000
    /// Requests of one period that a `rate` can name.
    package static let rateStarts: ClosedRange<Int64> = 1...100_000
    /// Milliseconds of a `rate` that can be saved while nothing is to be sent.
    package static let rateBurstMilliseconds: Int64 = 100
    /// Milliseconds that a lane rests when even one request at once is too many, at first; doubled each time.
    package static let pressureRestMilliseconds: Int64 = 100
    /// Milliseconds that a lane rests by itself at most.
    package static let pressureRestMillisecondsMax: Int64 = 10_000
    /// Failures one after the other that can be said to open a breaker.
    package static let breakerFailures: ClosedRange<Int> = 1...10_000
    /// Failures one after the other that open a breaker, unless the target says otherwise: more than a restart of a
    /// target costs at low rates, fewer than one round of the default concurrency.
    package static let breakerFailuresDefault = 20
    /// Milliseconds that `probe_after` and `max_probe_after` can be.
    package static let probeAfterMilliseconds: ClosedRange<Int64> = 100...3_600_000
    /// Milliseconds to a breaker's first probe, unless the target says otherwise.
    package static let probeAfterMillisecondsDefault: Int64 = 5_000
    /// Milliseconds between two probes at most, unless the target says otherwise.
    package static let probeAfterMillisecondsMaxDefault: Int64 = 60_000
    /// Milliseconds of the longest `Retry-After` that is honoured.
    package static let retryAfterMillisecondsMax: Int64 = 3_600_000
    /// Milliseconds before the first retry, unless the target says otherwise (product.md §3).
    package static let retryDelayMillisecondsDefault: Int64 = 10_000
    /// Milliseconds that the delay doubles to, unless the target says otherwise (product.md §3).
    package static let retryDelayMillisecondsMaxDefault: Int64 = 600_000
    /// Milliseconds from a delivery's first attempt to its last (24 h), unless the target says otherwise (product.md §3).
    package static let retryAgeMillisecondsMaxDefault: Int64 = 24 * 3_600_000
    /// Contents that one request to the store reads back for a lane.
    package static let loadBatchMax = 256
    /// Bytes of a target's answer head; above it the answer counts as malformed.
    package static let responseHeadBytesMax = 64 * 1024

    // MARK: Running

    /// Seconds from SIGTERM to the end; Docker kills after ten (product.md §8).
    package static let shutdownGraceSeconds = 8
    /// Seconds of them for requests under way; the rest is for lanes and the store.
    package static let drainGraceSeconds = 5
    /// Milliseconds of them for attempts under way.
    package static let attemptGraceMilliseconds: Int64 = 1_500
    /// Bytes of gateway.conf.
    package static let settingsFileBytesMax = 1024 * 1024

    // MARK: What gateway.conf may ask for

    /// Bytes of the name of a source, target or route: it labels metrics and stands in headers.
    package static let configuredNameBytesMax = 64
    /// Bytes of a source's path.
    package static let sourcePathBytesMax = 1024
    /// Bytes of a target's URL.
    package static let targetURLBytesMax = 2048
    /// Bytes of a secret or token, and of a file that holds one.
    package static let secretBytesMax = 8 * 1024
    /// Addresses that senders can connect to.
    package static let listenAddressesMax = 16
    /// Entries of a list that has no closer bound.
    package static let listEntriesMax = 256
    /// Delays of one `backoff` list.
    package static let backoffDelaysMax = 64
    /// Parts of one idempotency key.
    package static let keyPartsMax = 8
    /// Headers that one target adds, and headers that it passes on.
    package static let targetHeadersMax = 32
    /// Diagnostics of one file that are reported; a person fixes these first.
    package static let diagnosticsMax = 100
    /// Event loops that accept requests.
    package static let eventLoopsMax = 64
    /// The largest `max_connections` that can be set: the system's ceiling of descriptors.
    package static let connectionsCeiling = 1_000_000
    /// Milliseconds that `head_timeout`, `body_timeout` and `idle_timeout` can be: under the first a slow network
    /// fails, over the last a stranger holds on for nothing.
    package static let requestTimeoutMilliseconds: ClosedRange<Int64> = 100...600_000
    /// Milliseconds that `timeout` and `connect_timeout` of a target can be.
    package static let attemptTimeoutMilliseconds: ClosedRange<Int64> = 100...120_000
    /// Milliseconds of `tolerance`: over an hour a captured request lives too long.
    package static let toleranceMilliseconds: ClosedRange<Int64> = 1_000...3_600_000
    /// Milliseconds that something can be kept (1 min to 10 years).
    package static let retentionMilliseconds: ClosedRange<Int64> = 60_000...315_360_000_000
    /// Milliseconds of the default `retention` and `dedupe_window` (7 days).
    package static let retentionMillisecondsDefault: Int64 = 7 * 24 * 3_600_000
    /// Milliseconds of the default `dead_retention` (30 days).
    package static let deadRetentionMillisecondsDefault: Int64 = 30 * 24 * 3_600_000
    /// Keys that `max_keys` can ask for, at 32 bytes each.
    package static let dedupeKeys: ClosedRange<Int> = 1_000...200_000_000
    /// Milliseconds of one retry delay.
    package static let retryDelayMilliseconds: ClosedRange<Int64> = 1...86_400_000
    /// Milliseconds of `max_age`, the policy's and the target's (1 s to 1 year).
    package static let deliveryAgeMilliseconds: ClosedRange<Int64> = 1_000...31_536_000_000
    /// Bytes of `max_backlog`.
    package static let backlogBytes: ClosedRange<Int64> = 1_048_576...1_099_511_627_776
}
