import CShims
import Events
import Glibc
import Logging
import Synchronization

/// Confirms subscriptions by a GET, away from the threads that events go through.
///
/// The URL is made by the gateway from what the operator named (``SNSTopic``), so this reaches no host of a stranger's
/// choosing. Redirects are not followed, no proxy of the environment is used.
final class SubscriptionConfirmer: Sendable {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private let logger: Logger
    private let running = Mutex(0)

    init(logger: Logger) {
        self.logger = logger
    }

    /// Starts one confirmation on a thread of its own; it ends after ``Limits/confirmationMilliseconds`` at the latest.
    ///
    /// - Returns: Whether it was started: not while ``Limits/confirmationsMax`` are running.
    func confirm(_ url: String, source: String) -> Bool {
        let isFree = self.running.withLock { running in
            guard running < Limits.confirmationsMax else { return false }
            running += 1
            return true
        }
        guard isFree else { return false }
        let isStarted = Self.start {
            self.fetch(url, source: source)
            self.running.withLock { $0 -= 1 }
        }
        if !isStarted { self.running.withLock { $0 -= 1 } }
        return isStarted
    }

    private func fetch(_ url: String, source: String) {
        var request = WebRequest(url: url)
        request.timeoutMilliseconds = Limits.confirmationMilliseconds
        // The token is a secret until it is used, so what is shown of the URL ends before it.
        let place = url.split(separator: "?")[0]
        do throws(WebRequest.Failure) {
            let answer = try request.send()
            let level: Logger.Level = answer.status == 200 ? .notice : .error
            self.logger.log(
                level: level,
                "subscription \(answer.status == 200 ? "confirmed" : "not confirmed")",
                metadata: ["source": "\(source)", "at": "\(place)", "status": "\(answer.status)"]
            )
        } catch {
            self.logger.error(
                "subscription not confirmed: \(error.problem)",
                metadata: ["source": "\(source)", "at": "\(place)"]
            )
        }
    }

    /// Runs `body` on a detached thread with every signal blocked: signals are the main thread's.
    private static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let error = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                hg_thread_name("confirm")
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        guard error == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
