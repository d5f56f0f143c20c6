internal import Synchronization

/// The bytes of all bodies that are being received, over all connections.
///
/// It counts bytes that arrived and are held, not bytes that a `Content-Length` announces: an announcement costs a
/// stranger nothing and must not cost the senders anything either.
final class BodyBudget: Sendable {
    private let bytesMax: Int
    private let held = Atomic<Int>(0)

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Bytes held now.
    var bytes: Int { self.held.load(ordering: .relaxed) }

    /// Takes room for more bytes; `false` where there is none, and nothing was taken.
    func take(_ count: Int) -> Bool {
        let (_, now) = self.held.wrappingAdd(count, ordering: .relaxed)
        guard now <= self.bytesMax else {
            self.held.wrappingSubtract(count, ordering: .relaxed)
            return false
        }
        return true
    }

    func giveBack(_ count: Int) {
        guard count > 0 else { return }
        self.held.wrappingSubtract(count, ordering: .relaxed)
    }
}
