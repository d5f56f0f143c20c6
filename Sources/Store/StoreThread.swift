import CShims
import Glibc

/// A thread of one part's own, such as the committer's.
package struct StoreThread: Sendable {
    private final class Work {
        let name: String
        let body: () -> Void

        init(name: String, body: @escaping () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private let handle: pthread_t

    /// Starts a thread with every signal blocked: signals are the main thread's.
    ///
    /// - Parameters:
    ///   - name: At most 15 bytes, for `top` and debuggers.
    ///   - body: What was made before is handed over with it, and is the thread's from then on.
    /// - Throws: ``StoreError`` where the system has no thread left.
    package init(name: String, body: @escaping () -> Void) throws(StoreError) {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        // The new thread inherits the mask, so there is no moment in which it could be hit.
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var handle = pthread_t()
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        let error = pthread_create(
            &handle,
            nil,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                hg_thread_name(work.name)
                work.body()
                return nil
            },
            work.toOpaque()
        )
        guard error == 0 else {
            work.release()
            throw StoreError(
                .internal,
                "the store's thread \"\(name)\" could not be started; allow the process more threads (ulimit -u)",
                cause: String(cString: strerror(error))
            )
        }
        self.handle = handle
    }

    /// Waits until the thread has ended; once.
    package func join() { pthread_join(self.handle, nil) }
}
