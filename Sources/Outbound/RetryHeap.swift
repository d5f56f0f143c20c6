import Events

/// Retries by due time and then by id: a binary heap with the next one in front.
struct RetryHeap {
    private var entries: ContiguousArray<WaitingRetry> = []

    var count: Int { self.entries.count }
    var first: WaitingRetry? { self.entries.first }

    mutating func insert(_ entry: WaitingRetry) {
        self.entries.append(entry)
        var child = self.entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry.cursor < self.entries[parent].cursor else { break }
            self.entries[child] = self.entries[parent]
            child = parent
        }
        self.entries[child] = entry
    }

    mutating func popFirst() -> WaitingRetry? {
        guard let first = self.entries.first, let last = self.entries.popLast() else { return nil }
        guard !self.entries.isEmpty else { return first }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < self.entries.count else { break }
            let sibling = child + 1
            if sibling < self.entries.count, self.entries[sibling].cursor < self.entries[child].cursor {
                child = sibling
            }
            guard self.entries[child].cursor < last.cursor else { break }
            self.entries[parent] = self.entries[child]
            parent = child
        }
        self.entries[parent] = last
        return first
    }

    /// Forgets the later half; at least one entry stays.
    ///
    /// - Returns: The place of the last entry that stays.
    mutating func dropLaterHalf() -> RetryCursor {
        precondition(!self.entries.isEmpty, "an empty heap has no half")
        self.entries.sort { $0.cursor < $1.cursor }
        self.entries.removeLast(self.entries.count / 2)
        return self.entries[self.entries.count - 1].cursor
    }
}
