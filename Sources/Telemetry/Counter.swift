internal import Synchronization

/// A number that only grows; adding is one relaxed atomic instruction.
package final class Counter: Sendable {
    private let storage = Atomic<UInt64>(0)

    package init() {}

    package var value: UInt64 { self.storage.load(ordering: .relaxed) }

    package func add(_ amount: Int = 1) {
        self.storage.wrappingAdd(UInt64(amount), ordering: .relaxed)
    }
}

/// A number that goes up and down.
package final class Gauge: Sendable {
    private let storage = Atomic<Int64>(0)

    package init() {}

    package var value: Int64 { self.storage.load(ordering: .relaxed) }

    package func set(_ value: Int64) { self.storage.store(value, ordering: .relaxed) }
    package func add(_ amount: Int64) { self.storage.wrappingAdd(amount, ordering: .relaxed) }
}
