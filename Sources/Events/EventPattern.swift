/// One pattern over event names: literal text, with `*` for any run of characters, dots too, or none.
///
/// Compared byte by byte and case-sensitively. Matching looks at each literal run once, at the first place where it
/// fits; since `*` takes anything, a later place could never do better, so nothing is tried twice.
package struct EventPattern: Sendable, Hashable {
    /// The literal runs between the stars, in order.
    ///
    /// The first and the last are anchored and may be empty. One run means that the pattern has no star.
    private let runs: [[UInt8]]
    /// Bytes of all runs: no shorter name can match.
    package let literalBytes: Int

    /// Takes the text as it is; `!` has no meaning here, the list reads it.
    init(_ bytes: some Sequence<UInt8>) {
        var runs: [[UInt8]] = [[]]
        for byte in bytes {
            if byte == UInt8(ascii: "*") {
                // Two stars in a row say no more than one.
                if runs.count == 1 || !runs[runs.count - 1].isEmpty { runs.append([]) }
            } else {
                runs[runs.count - 1].append(byte)
            }
        }
        self.runs = runs
        self.literalBytes = runs.reduce(0) { $0 + $1.count }
    }

    /// Whether `name` is one of the pattern's names.
    package func matches(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { self.matches(UnsafeRawBufferPointer($0)) }
    }

    /// Whether `name`, in UTF-8, is one of the pattern's names.
    package func matches(_ name: UnsafeRawBufferPointer) -> Bool {
        let first = self.runs[0]
        guard name.count >= self.literalBytes, Self.stands(first, in: name, at: 0) else { return false }
        guard self.runs.count > 1 else { return name.count == first.count }
        let last = self.runs[self.runs.count - 1]
        let end = name.count - last.count
        guard Self.stands(last, in: name, at: end) else { return false }
        var position = first.count
        for run in self.runs[1..<(self.runs.count - 1)] {
            while position + run.count <= end, !Self.stands(run, in: name, at: position) { position += 1 }
            guard position + run.count <= end else { return false }
            position += run.count
        }
        return true
    }

    /// Whether every name of `other` is one of this pattern's names.
    ///
    /// Exact: a byte that no pattern may hold stands for each star of `other`. Only a star of this pattern can match
    /// it, and a star that matches it matches whatever it stands for. For the same reason several patterns cover
    /// `other` together only where one of them does it alone.
    package func covers(_ other: EventPattern) -> Bool {
        let sample = other.runs.joined(separator: [0])
        return Array(sample).withUnsafeBytes { self.matches($0) }
    }

    private static func stands(_ run: [UInt8], in name: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        for index in run.indices where name[offset + index] != run[index] { return false }
        return true
    }
}
