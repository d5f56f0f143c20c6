import CShims
import Glibc

/// The epoll set of the egress thread: descriptors of every ``Egress``, their deadlines, and one eventfd to wake it by.
final class EgressLoop {
    /// Nanoseconds of the machine's steady clock, read once per round.
    ///
    /// Injected clocks decide policy, never I/O.
    private(set) var now: UInt64
    /// Exchanges that came back and were not yet taken.
    private(set) var finished: [Exchange] = []

    private let poll: Int32
    private let wakeDescriptor: Int32
    private var members: [any Egress] = []
    private let events: UnsafeMutablePointer<hg_poll_event>
    private static let capacity = 64
    /// The tag of the eventfd; no member has this number.
    private static let wakeMember: UInt64 = 0xFFFF

    /// - Parameter wakeDescriptor: An eventfd; ``wait(atMost:)`` returns when it is readable.
    /// - Throws: ``EgressError`` where the system gives no epoll instance.
    init(wakeDescriptor: Int32) throws(EgressError) {
        self.poll = hg_poll_create()
        guard self.poll >= 0 else { throw EgressError("no epoll instance could be made", errno: errno) }
        self.wakeDescriptor = wakeDescriptor
        self.events = .allocate(capacity: Self.capacity)
        self.now = Self.steadyNanoseconds()
        guard hg_poll_add(self.poll, wakeDescriptor, UInt32(HG_POLL_READ), Self.wakeMember << 32) == 0 else {
            throw EgressError("the wake-up descriptor could not be watched", errno: errno)
        }
    }

    deinit {
        close(self.poll)
        self.events.deallocate()
    }

    static func steadyNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Gives an egress its number, which its descriptors are tagged with.
    func join(_ egress: any Egress) -> UInt64 {
        self.members.append(egress)
        return UInt64(self.members.count - 1)
    }

    /// Lets go of every egress.
    func dismiss() {
        for member in self.members { member.cancelAll() }
        self.members.removeAll()
        self.finished.removeAll()
    }

    // MARK: Descriptors

    /// Watches a descriptor for exactly these events, whether it was watched before or not.
    func watch(_ descriptor: Int32, events: UInt32, member: UInt64) -> Bool {
        let tag = member << 32 | UInt64(UInt32(bitPattern: descriptor))
        if hg_poll_change(self.poll, descriptor, events, tag) == 0 { return true }
        // The number was closed and given out again: the kernel forgot it, we did not.
        return errno == ENOENT && hg_poll_add(self.poll, descriptor, events, tag) == 0
    }

    /// Watches a descriptor that was not watched before.
    func begin(_ descriptor: Int32, events: UInt32, member: UInt64) -> Bool {
        let tag = member << 32 | UInt64(UInt32(bitPattern: descriptor))
        if hg_poll_add(self.poll, descriptor, events, tag) == 0 { return true }
        return errno == EEXIST && hg_poll_change(self.poll, descriptor, events, tag) == 0
    }

    func forget(_ descriptor: Int32) {
        _ = hg_poll_remove(self.poll, descriptor)
    }

    // MARK: Rounds

    /// The earliest deadline of all members.
    var deadline: UInt64 { self.members.reduce(.max) { Swift.min($0, $1.deadline) } }

    /// Waits until something is ready or due, at most until `moment`, and lets the members work on it.
    func wait(until moment: UInt64) {
        let deadline = Swift.min(moment, self.deadline)
        let milliseconds: Int32
        if deadline == .max {
            milliseconds = -1
        } else if deadline <= self.now {
            milliseconds = 0
        } else {
            // Rounded up: a wait that ends early only has to be repeated.
            milliseconds = Int32(clamping: (deadline - self.now + 999_999) / 1_000_000)
        }
        let count = hg_poll_wait(self.poll, self.events, Int32(Self.capacity), milliseconds)
        self.now = Self.steadyNanoseconds()
        for index in 0..<Int(Swift.max(0, count)) {
            let event = self.events[index]
            let member = event.tag >> 32
            if member == Self.wakeMember {
                hg_wake_take(self.wakeDescriptor)
            } else {
                let descriptor = Int32(bitPattern: UInt32(truncatingIfNeeded: event.tag))
                self.members[Int(member)].ready(descriptor: descriptor, events: event.events, now: self.now)
            }
        }
        self.advance()
    }

    /// Lets the members do what is due, without waiting.
    func advance() {
        for member in self.members where member.deadline <= self.now { member.advance(now: self.now) }
    }

    /// Takes an exchange back from an egress.
    func finish(_ exchange: Exchange) { self.finished.append(exchange) }

    /// Hands out what came back.
    func takeFinished() -> [Exchange] {
        guard !self.finished.isEmpty else { return [] }
        var taken: [Exchange] = []
        taken.reserveCapacity(Self.capacity)
        swap(&taken, &self.finished)
        return taken
    }
}
