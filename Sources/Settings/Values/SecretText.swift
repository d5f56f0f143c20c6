/// A secret as gateway.conf names it, already read from its variable or file.
///
/// It never prints itself.
package struct SecretText: Sendable, Equatable {
    /// The secret, in clear: only for what signs, verifies or compares.
    package let revealed: String

    package init(_ text: String) { self.revealed = text }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }
    package var debugDescription: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
