/// Bytes that look random and are the same in every run (SplitMix64).
struct SeededBytes: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Bytes that HTTP parsers care about, mixed with any others.
    mutating func bytes(upTo count: Int) -> [UInt8] {
        let favourites = Array(
            "\r\n\r\n: \tHost:Content-Length0123456789abcdefchunkedTransfer-Encoding/ HTTP/1.1{}\"".utf8
        )
        return (0..<Int.random(in: 0...count, using: &self)).map { _ in
            if Int.random(in: 0..<4, using: &self) == 0 { return UInt8.random(in: 0...255, using: &self) }
            return favourites[Int.random(in: 0..<favourites.count, using: &self)]
        }
    }
}
