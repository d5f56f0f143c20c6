internal import NIOCore

/// Who connected, without the port: what caps and refusals are counted by.
struct PeerAddress: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter address: An IPv6 address counts by its first 64 bits, because one subscriber has at least so many; every
    ///   peer of a Unix domain socket counts as one.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4?:
            // `sin_addr` stands behind family and port (`man 7 ip`).
            let number = address?.word(at: 4, as: UInt32.self) ?? 0
            self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(number))
        case .v6?:
            // `sin6_addr` stands behind family, port and flow (`man 7 ipv6`).
            let high = address?.word(at: 8, as: UInt64.self) ?? 0
            let low = address?.word(at: 16, as: UInt64.self) ?? 0
            let isMappedIPv4 = high == 0 && low >> 32 == 0xFFFF
            self.init(high: high, low: isMappedIPv4 ? low : 0)
        case .unixDomainSocket?, nil:
            self.init(high: 0, low: 0)
        }
    }
}

extension SocketAddress {
    /// Reads a number in network order out of the system's form of the address.
    fileprivate func word<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: Number.Type) -> Number {
        self.withSockAddr { address, size in
            precondition(offset + MemoryLayout<Number>.size <= size, "the address ends before the number")
            return Number(bigEndian: UnsafeRawPointer(address).loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
    }
}
