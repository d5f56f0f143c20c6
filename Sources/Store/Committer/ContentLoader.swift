import Events
import Synchronization

/// The reader: a thread of its own that loads contents, so that the committer never waits for old pages.
final class ContentLoader: Sendable {
    private struct Request {
        var ids: [EventID]
        var reply: @Sendable ([EventContent?]) -> Void
    }

    private struct State {
        var requests: [Request] = []
        var isStopping = false
    }

    private let state = Mutex(State())
    private let parker = Parker()
    private let observer: (any CommitObserver)?

    init(observer: (any CommitObserver)?) { self.observer = observer }

    func load(_ ids: [EventID], reply: @escaping @Sendable ([EventContent?]) -> Void) {
        self.state.withLock { $0.requests.append(Request(ids: ids, reply: reply)) }
        self.parker.unpark()
    }

    /// Ends the thread; requests that are not answered by then never are.
    func stop() {
        self.state.withLock { $0.isStopping = true }
        self.parker.unpark()
    }

    /// The thread's body.
    func run(_ reader: any EventContentReader) {
        defer { reader.close() }
        while true {
            let (requests, isStopping) = self.state.withLock { state in
                defer { state.requests.removeAll() }
                return (state.requests, state.isStopping)
            }
            guard !isStopping else { return }
            for request in requests {
                guard let contents = self.contents(request.ids, reader) else { return }
                request.reply(contents)
            }
            if requests.isEmpty { self.parker.park(nanoseconds: nil) }
        }
    }

    /// Loads, for as long as it takes: a content that is reported as gone is a delivery that is given up.
    ///
    /// - Returns: `nil` where the loader was stopped meanwhile.
    private func contents(_ ids: [EventID], _ reader: any EventContentReader) -> [EventContent?]? {
        var backoff = Backoff()
        while !self.state.withLock({ $0.isStopping }) {
            do throws(StoreError) {
                return try reader.load(ids)
            } catch let error where error.code == .corrupt {
                return self.readable(ids, reader)
            } catch {
                self.observer?.noticed("contents of events cannot be read, their deliveries wait: \(error)")
                self.parker.park(nanoseconds: backoff.next())
            }
        }
        return nil
    }

    /// Loads one by one what can still be read.
    private func readable(_ ids: [EventID], _ reader: any EventContentReader) -> [EventContent?] {
        ids.map { id in
            do throws(StoreError) {
                return try reader.load([id]).first ?? nil
            } catch {
                self.observer?.noticed("event \(id) cannot be read: \(error)")
                return nil
            }
        }
    }
}
