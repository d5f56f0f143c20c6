/// A sender that gateway.conf can name: its scheme in the language of `[[scheme]]`, and what a person must do there.
///
/// One row states what the sender documents; docs/senders has a page made of each.
package struct SenderPreset: Sendable {
    package let text: SchemeText
    /// What people call the sender.
    package let title: String
    /// Whether it rests on one implementation or less, and on no text or test vector of the sender.
    package let isExperimental: Bool
    /// What to enter at the sender, and which of its secrets to copy.
    package let setup: String
    /// A body for trying out, with `TIMESTAMP`, `SIGNATURE` or `SECRET` in the place of what is not known yet.
    package let sample: String

    package var name: String { self.text.name }

    init(
        _ name: String,
        title: String,
        isExperimental: Bool = false,
        setup: String,
        sample: String,
        _ settings: [SchemeSetting: String]
    ) {
        self.text = SchemeText(name: name, settings: settings)
        self.title = title
        self.isExperimental = isExperimental
        self.setup = setup
        self.sample = sample
    }

    /// All of them.
    package static let all = Self.leading + Self.middle + Self.rest
}
