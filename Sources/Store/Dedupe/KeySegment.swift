/// One open-addressing table of the key map: hash and id, 16 bytes a slot, at most three quarters full.
///
/// A slot's home is the hash scaled to the capacity, so the capacity can grow by half and needs no power of two.
struct KeySegment: ~Copyable {
    struct Slot {
        var hash: UInt64
        /// 0 where the slot is free.
        var id: Int64
    }

    private(set) var count = 0
    private(set) var capacity = 0
    private var slots: UnsafeMutablePointer<Slot>?

    private static let capacityMin = 16

    init() {}

    deinit { self.slots?.deallocate() }

    /// Bytes of memory.
    var bytes: Int { self.capacity * MemoryLayout<Slot>.stride }

    /// The first id above `floor` that has this hash and that `confirm` knows.
    func find(
        _ hash: UInt64,
        above floor: Int64,
        confirm: (Int64) throws(StoreError) -> Bool
    ) throws(StoreError) -> Int64? {
        guard let slots = self.slots else { return nil }
        var index = self.home(hash)
        while slots[index].id != 0 {
            let slot = slots[index]
            if slot.hash == hash, slot.id > floor, try confirm(slot.id) { return slot.id }
            index = self.after(index)
        }
        return nil
    }

    /// Adds a key; those up to `floor` make room for it first.
    mutating func insert(_ hash: UInt64, id: Int64, floor: Int64) {
        if (self.count + 1) * 4 > self.capacity * 3 { self.makeRoom(floor: floor) }
        self.place(Slot(hash: hash, id: id))
        self.count += 1
    }

    /// Takes a key out again.
    mutating func remove(_ hash: UInt64, id: Int64) {
        guard let slots = self.slots else { return }
        var hole = self.home(hash)
        while slots[hole].id != id || slots[hole].hash != hash {
            if slots[hole].id == 0 { return }
            hole = self.after(hole)
        }
        // Whatever stands behind the hole and may stand in it moves up, so that no search ends too early.
        var index = self.after(hole)
        while slots[index].id != 0 {
            let home = self.home(slots[index].hash)
            let stays = hole <= index ? (hole < home && home <= index) : (hole < home || home <= index)
            if !stays {
                slots[hole] = slots[index]
                hole = index
            }
            index = self.after(index)
        }
        slots[hole].id = 0
        self.count -= 1
    }

    /// Drops the keys up to `floor` and gives back memory that is no longer needed.
    mutating func sweep(floor: Int64) {
        guard let slots = self.slots else { return }
        var stale = 0
        for index in 0..<self.capacity where slots[index].id != 0 && slots[index].id <= floor { stale += 1 }
        guard stale > 0 else { return }
        self.rebuild(capacity: Self.capacity(for: self.count - stale), floor: floor)
    }

    private func home(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: self.capacity)).high)
    }

    private func after(_ index: Int) -> Int { index + 1 == self.capacity ? 0 : index + 1 }

    private mutating func makeRoom(floor: Int64) {
        self.sweep(floor: floor)
        guard (self.count + 1) * 4 > self.capacity * 3 else { return }
        self.rebuild(capacity: Swift.max(Self.capacityMin, self.capacity + self.capacity / 2), floor: floor)
    }

    private static func capacity(for count: Int) -> Int { Swift.max(Self.capacityMin, count * 2) }

    private mutating func rebuild(capacity: Int, floor: Int64) {
        let old = self.slots
        let oldCapacity = self.capacity
        let new = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        new.initialize(repeating: Slot(hash: 0, id: 0), count: capacity)
        self.slots = new
        self.capacity = capacity
        self.count = 0
        guard let old else { return }
        for index in 0..<oldCapacity where old[index].id > floor {
            self.place(old[index])
            self.count += 1
        }
        old.deallocate()
    }

    private func place(_ slot: Slot) {
        guard let slots = self.slots else { preconditionFailure("a key needs a table") }
        var index = self.home(slot.hash)
        while slots[index].id != 0 { index = self.after(index) }
        slots[index] = slot
    }
}
