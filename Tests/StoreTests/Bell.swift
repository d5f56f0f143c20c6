import Glibc

/// Lets a test wait until another thread has done something.
final class Bell: @unchecked Sendable {  // because: semaphores are made for threads
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(self.semaphore, 0, 0) }

    deinit {
        sem_destroy(self.semaphore)
        self.semaphore.deallocate()
    }

    func ring() { sem_post(self.semaphore) }

    /// Waits for the next ring.
    ///
    /// - Returns: Whether it rang before the deadline, in seconds since 1970.
    func wait(until deadline: Int) -> Bool {
        var moment = timespec(tv_sec: deadline, tv_nsec: 0)
        while sem_timedwait(self.semaphore, &moment) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }
}
