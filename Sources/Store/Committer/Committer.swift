package import Events
import Synchronization

/// Group commit: gathers what event loops and dispatcher bring while the last batch is being written, and writes it as one.
///
/// No timer: the fsync of one batch is the window in which the next gathers. Bounded: what does not fit is refused at once.
/// Where the store cannot be written, every event is refused until it can be again; it never spins and never exits.
package final class Committer: EventAcceptor, BacklogSource, Sendable {
    /// Hands the engine from thread to thread; only one has it at a time.
    // because: before `start` and after `stop` the caller has it, in between the thread.
    private final class Engine: @unchecked Sendable {
        let store: any EventStore
        init(_ store: any EventStore) { self.store = store }
    }

    private enum Phase {
        /// Becomes `running` or `stopped`.
        case idle
        /// Becomes `stopped`.
        case running(writer: StoreThread, reader: StoreThread)
        case stopped
    }

    private let engine: Engine
    private let observer: (any CommitObserver)?
    private let queue: CommitQueue
    private let loader: ContentLoader
    private let phase = Mutex(Phase.idle)
    private let latest = Mutex(StoreStatistics())

    /// - Parameters:
    ///   - store: Belongs to the committer from now on; nobody else may call it.
    ///   - observer: Hears of commits and failures, on the committer's threads.
    ///   - queueMax: Events that wait for a commit; above it they are refused.
    ///   - queueBytesMax: Bytes of their bodies.
    package init(
        store: any EventStore,
        observer: (any CommitObserver)? = nil,
        queueMax: Int = Limits.acceptQueueMax,
        queueBytesMax: Int = Limits.acceptQueueBytesMax
    ) {
        self.engine = Engine(store)
        self.observer = observer
        self.queue = CommitQueue(eventsMax: queueMax, bytesMax: queueBytesMax)
        self.loader = ContentLoader(observer: observer)
        if let observer { store.onNotice = { observer.noticed($0) } }
    }

    /// Opens the store and numbers the names of the configuration; before ``start(sink:)``.
    ///
    /// - Throws: ``StoreError``, with a message for whoever starts the gateway.
    package func open(
        sources: [String],
        targets: [String]
    ) throws(StoreError) -> (recovery: Recovery, names: InternedNames) {
        let recovery = try self.engine.store.open()
        let names = try self.engine.store.intern(sources: sources, targets: targets)
        return (recovery, names)
    }

    /// Starts the writing and the reading thread; events are taken from now on.
    ///
    /// - Parameter sink: Gets every event that is durable and has a target.
    /// - Throws: ``StoreError`` where the store cannot be read or no thread can be had.
    package func start(sink: any AcceptedEventSink) throws(StoreError) {
        let reader = try self.engine.store.makeReader()
        let loop = CommitLoop(
            store: self.engine.store,
            queue: self.queue,
            sink: sink,
            observer: self.observer,
            publish: { statistics in self.latest.withLock { $0 = statistics } }
        )
        loop.begin()
        let loader = self.loader
        let readingThread = try StoreThread(name: "store-reader") { loader.run(reader) }
        let writingThread: StoreThread
        do {
            writingThread = try StoreThread(name: "committer") { loop.run() }
        } catch {
            loader.stop()
            readingThread.join()
            throw error
        }
        self.phase.withLock { $0 = .running(writer: writingThread, reader: readingThread) }
    }

    /// Commits what was taken, writes all records, and closes the store.
    ///
    /// Waits until that is done.
    package func stop() {
        let phase = self.phase.withLock { phase in
            defer { phase = .stopped }
            return phase
        }
        self.queue.stop()
        switch phase {
        case .running(let writer, let reader):
            writer.join()
            // Before the store: the last connection that closes must be the one that may checkpoint.
            self.loader.stop()
            reader.join()
            self.engine.store.close()
        case .idle: self.engine.store.close()
        case .stopped: break
        }
    }

    /// Whether events are taken at the moment.
    package var isAccepting: Bool { self.queue.isAccepting }

    /// What the store holds, at most about a second old while nothing else is to be done.
    package var statistics: StoreStatistics { self.latest.withLock { $0 } }

    package func submit(_ events: [NewEvent]) -> Int { self.queue.submit(events) }

    // MARK: The dispatcher's side

    /// See ``BacklogSource``: asked on any thread, answered on the committer's.
    package func pending(
        target: TargetID,
        after: EventID,
        limit: Int,
        reply: @escaping @Sendable ([PendingDelivery]) -> Void
    ) {
        self.queue.ask(.pending(target: target, after: after, limit: limit, found: [], reply: reply))
    }

    /// See ``BacklogSource``: asked on any thread, answered on the committer's.
    package func retries(
        target: TargetID,
        after: RetryCursor,
        limit: Int,
        reply: @escaping @Sendable ([PendingDelivery]) -> Void
    ) {
        self.queue.ask(.retries(target: target, after: after, limit: limit, reply: reply))
    }

    package func load(_ ids: [EventID], reply: @escaping @Sendable ([EventContent?]) -> Void) {
        self.loader.load(ids, reply: reply)
    }

    package func setPause(_ pause: TargetPause?, of target: TargetID, reply: @escaping @Sendable () -> Void) {
        self.queue.ask(.pause(pause, of: target, reply: reply))
    }

    package func record(_ records: [DeliveryRecord]) { self.queue.record(records) }
}
