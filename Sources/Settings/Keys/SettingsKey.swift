/// One key that gateway.conf may have: read, suggested and documented from this one declaration.
///
/// The doc comment of each declaration is its text in docs/configuration.md.
struct SettingsKey: Sendable {
    /// As written in gateway.conf.
    let name: String
    let form: ValueForm
    /// What holds without the key, where the form does not say it.
    let absence: String?
    /// Whether the key must be there.
    let isRequired: Bool
    /// The only scheme that has this key; `nil` for all.
    let scheme: String?

    init(
        _ name: String,
        _ form: ValueForm,
        absence: String? = nil,
        isRequired: Bool = false,
        scheme: String? = nil
    ) {
        self.name = name
        self.form = form
        self.absence = absence
        self.isRequired = isRequired
        self.scheme = scheme
    }
}
