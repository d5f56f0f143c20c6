import Events

/// The bytes of bodies that all lanes together hold in memory, from the moment they are queued to the end of the attempt.
///
/// A lane may take more only while it holds less than what is still free. So no lane, however stuck, takes everything:
/// one that is full leaves half, two leave a third, and a quick target always finds room.
struct ResidentBytes {
    let limit: Int
    private(set) var used = 0

    init(limit: Int = Limits.residentBodyBytesMax) { self.limit = limit }

    /// Takes room for a body if the rule allows it, or if it `must` be taken.
    mutating func take(_ bytes: Int, held: inout Int, must: Bool = false) -> Bool {
        guard must || held + bytes <= self.limit - self.used else { return false }
        self.used += bytes
        held += bytes
        return true
    }

    mutating func give(_ bytes: Int, held: inout Int) {
        self.used -= bytes
        held -= bytes
        assert(self.used >= 0 && held >= 0, "more was given back than taken")
    }
}
