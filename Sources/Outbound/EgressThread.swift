import CShims
import Glibc

/// The one thread that sends.
enum EgressThread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own, with every signal blocked: signals are the main thread's, and a `SIGPIPE` of a
    /// TLS write must not end the process.
    ///
    /// - Parameter body: What was made before is handed over with it, and is the thread's from then on.
    /// - Returns: 0, or the error of `pthread_create`.
    static func start(_ body: @escaping () -> Void) -> Int32 {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        // The new thread inherits the mask, so there is no moment in which it could be hit.
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let error = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                hg_thread_name("egress")
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        guard error == 0 else {
            work.release()
            return error
        }
        pthread_detach(thread)
        return 0
    }
}
