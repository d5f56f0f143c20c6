/// Sends requests.
///
/// Everything happens on the thread of one ``EgressLoop``, which several of them can share.
///
/// An exchange that was submitted comes back exactly once, through ``EgressLoop/finish(_:)``, with its outcome set. After
/// ``cancelAll()`` none comes back.
protocol Egress: AnyObject {
    /// Takes an exchange whose head and body are complete; both stay as they are until it comes back.
    func submit(_ exchange: Exchange)
    /// When ``advance(now:)`` wants to be called, in nanoseconds of ``EgressLoop/now``; `.max` for no need.
    var deadline: UInt64 { get }
    /// Does what has become due.
    func advance(now: UInt64)
    /// A descriptor that was given to the loop became ready.
    func ready(descriptor: Int32, events: UInt32, now: UInt64)
    /// Forgets every exchange and closes every connection.
    func cancelAll()
}
