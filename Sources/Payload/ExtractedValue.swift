/// A value that a pointer found.
package struct ExtractedValue: Sendable, Hashable {
    /// What kind of value it is.
    package enum Kind: Sendable, Hashable {
        case string, number, bool, null, array, object
    }

    package let kind: Kind
    /// Where it stands in the normalized bytes; a string with its quotes.
    package let range: Range<Int>

    package init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}
