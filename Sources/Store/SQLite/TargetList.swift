import Events

/// The targets of an event as a column: their number and their numbers, as varints.
enum TargetList {
    static func write(_ targets: [TargetID], into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(varint: UInt64(targets.count))
        for target in targets { bytes.append(varint: UInt64(UInt32(bitPattern: target.rawValue))) }
    }

    /// How many targets there are; 0 where the bytes make no sense.
    static func count(_ bytes: UnsafeRawBufferPointer) -> Int {
        var reader = VarIntReader(bytes)
        return Int(truncatingIfNeeded: reader.varint() ?? 0)
    }

    static func read(_ bytes: UnsafeRawBufferPointer) -> [TargetID] {
        var reader = VarIntReader(bytes)
        let count = Swift.min(reader.varint() ?? 0, UInt64(Limits.targetsMax))
        return (0..<count).compactMap { _ in
            reader.varint().map { TargetID(rawValue: Int32(truncatingIfNeeded: $0)) }
        }
    }
}
