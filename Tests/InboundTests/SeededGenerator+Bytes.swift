import GatewayTesting

extension SeededGenerator {
    /// Bytes that HTTP parsers care about, mixed with any others.
    mutating func bytes(upTo count: Int) -> [UInt8] {
        let favourites = Array(
            "\r\n\r\n: \tHost:Content-Length0123456789abcdefchunkedTransfer-Encoding/ HTTP/1.1{}\"".utf8
        )
        return (0..<self.below(count + 1)).map { _ in
            if self.once(in: 4) { return UInt8.random(in: 0...255, using: &self) }
            return favourites[self.below(favourites.count)]
        }
    }
}
