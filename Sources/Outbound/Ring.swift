/// A queue in one array that is used round and round; the capacity is a power of two and grows by doubling.
///
/// Elements are numbered from the first one ever appended, so that a position stays valid while elements in front of it leave.
struct Ring<Element> {
    private var storage: ContiguousArray<Element?> = []
    /// Number of the first element that is still here.
    private(set) var start = 0
    /// Number that the next element gets.
    private(set) var end = 0

    var count: Int { self.end - self.start }
    var isEmpty: Bool { self.end == self.start }
    var first: Element? { self.isEmpty ? nil : self.storage[self.start & (self.storage.count - 1)] }
    var last: Element? { self.isEmpty ? nil : self.storage[(self.end - 1) & (self.storage.count - 1)] }

    /// The element with a number between ``start`` and ``end``.
    subscript(number: Int) -> Element {
        get {
            precondition(number >= self.start && number < self.end, "no element has this number")
            // because: every place between start and end is filled.
            return self.storage[number & (self.storage.count - 1)]!
        }
        set {
            precondition(number >= self.start && number < self.end, "no element has this number")
            self.storage[number & (self.storage.count - 1)] = newValue
        }
    }

    mutating func append(_ element: Element) {
        if self.count == self.storage.count { self.grow() }
        self.storage[self.end & (self.storage.count - 1)] = element
        self.end += 1
    }

    mutating func popFirst() -> Element? {
        guard !self.isEmpty else { return nil }
        let place = self.start & (self.storage.count - 1)
        let element = self.storage[place]
        self.storage[place] = nil
        self.start += 1
        if self.isEmpty, self.storage.count > Self.keptCapacity { self.storage = [] }
        return element
    }

    /// An empty ring keeps at most this many places, so that a burst does not hold memory for ever.
    private static var keptCapacity: Int { 4_096 }

    private mutating func grow() {
        var larger = ContiguousArray<Element?>(repeating: nil, count: Swift.max(16, self.storage.count * 2))
        for number in self.start..<self.end {
            larger[number & (larger.count - 1)] = self.storage[number & (self.storage.count - 1)]
        }
        self.storage = larger
    }
}
