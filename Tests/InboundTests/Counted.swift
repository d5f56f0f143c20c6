import Synchronization

/// Names in the order in which they came.
final class Counted: Sendable {
    private let list = Mutex<[String]>([])
    var names: [String] { self.list.withLock { $0 } }
    func add(_ name: String) { self.list.withLock { $0.append(name) } }
}
