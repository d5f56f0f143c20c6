extension Timestamp {
    /// RFC 3339 in UTC.
    ///
    /// `2026-03-10T11:30:00Z`, or `2026-03-10T11:30:00.123Z` where there are milliseconds. A year outside 0000 to 9999 gets a sign, as ISO 8601 has it.
    package var rfc3339: String {
        let fraction = self.secondsAndFraction.fraction
        return self.text(ending: "Z", milliseconds: fraction == 0 ? nil : fraction)
    }

    /// The same in whole seconds with a numeric offset, `2026-03-10T11:30:00+00:00`: what `cubeconnect` signs with.
    package var offsetForm: String { self.text(ending: "+00:00", milliseconds: nil) }

    /// Whole seconds, rounded down, and the 0 to 999 milliseconds after them.
    private var secondsAndFraction: (seconds: Int64, fraction: Int64) {
        let (seconds, fraction) = self.milliseconds.quotientAndRemainder(dividingBy: 1000)
        return fraction < 0 ? (seconds - 1, fraction + 1000) : (seconds, fraction)
    }

    private func text(ending: StaticString, milliseconds: Int64?) -> String {
        let seconds = self.secondsAndFraction.seconds
        let secondOfDay = ((seconds % 86_400) + 86_400) % 86_400
        let date = CivilDate(daysSinceEpoch: (seconds - secondOfDay) / 86_400)
        return String(unsafeUninitializedCapacity: 48) { buffer in
            var writer = DigitWriter(buffer: buffer)
            if !(0...9999).contains(date.year) { writer.put(UInt8(ascii: date.year < 0 ? "-" : "+")) }
            writer.put(Int64(date.year.magnitude), width: (0...9999).contains(date.year) ? 4 : 6)
            writer.put(UInt8(ascii: "-"))
            writer.put(Int64(date.month), width: 2)
            writer.put(UInt8(ascii: "-"))
            writer.put(Int64(date.day), width: 2)
            writer.put(UInt8(ascii: "T"))
            writer.put(secondOfDay / 3600, width: 2)
            writer.put(UInt8(ascii: ":"))
            writer.put(secondOfDay / 60 % 60, width: 2)
            writer.put(UInt8(ascii: ":"))
            writer.put(secondOfDay % 60, width: 2)
            if let milliseconds {
                writer.put(UInt8(ascii: "."))
                writer.put(milliseconds, width: 3)
            }
            for index in 0..<ending.utf8CodeUnitCount { writer.put(ending.utf8Start[index]) }
            return writer.count
        }
    }
}

/// Writes digits of fixed width into the storage of a string.
private struct DigitWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    mutating func put(_ byte: UInt8) {
        self.buffer[self.count] = byte
        self.count += 1
    }

    /// At least `width` digits; more where the value has more.
    mutating func put(_ value: Int64, width: Int) {
        var power: Int64 = 1
        for _ in 1..<width { power *= 10 }
        while value / power >= 10 { power *= 10 }
        while power > 0 {
            self.put(UInt8(ascii: "0") + UInt8(value / power % 10))
            power /= 10
        }
    }
}
