/// docs/configuration.md: every key that the reader knows, with what the declarations say of it.
struct SettingsReference {
    /// What each key is for: by the enumeration that declares it, then by key.
    let meanings: [String: [String: String]]

    var markdown: String {
        let sections = SettingsSection.all.map { self.section($0.section, declaredIn: $0.declaredIn) }
        return Self.introduction + sections.joined()
            + Self.signatures(self.rows(HMACKeys.signing + HMACKeys.reading, "HMACKeys"))
    }

    private static let introduction = """
        <!-- Generated from the key declarations in Sources/Settings/Keys. Do not edit: change them, then run
             HOOKGATE_WRITE_EXPECTED=1 swift test --filter SettingsTests -->
        # gateway.conf

        The file is [TOML](https://toml.io/en/v1.0.0). `hookgate check` reads it and says what is wrong, with line, column and
        remedy. Unknown keys are refused. A complete example is [gateway.conf](../gateway.conf).

        | form | written as |
        |---|---|
        | duration | a whole number and `ms`, `s`, `m`, `h` or `d`: `"250ms"`, `"10s"`, `"7d"` |
        | size | bytes, or a whole number and `KiB`, `MiB`, `GiB` or `TiB`: `65536`, `"64KiB"` |
        | secret | `"env:NAME"`, `"file:/path"`, or several apart by `\\|` of which the first that is there counts: \
        `"env:CRM_SECRET\\|env:SECRET"`. A variable that is empty counts as absent. One line feed at the end of a file is no part \
        of the secret. A secret may be written into gateway.conf itself; `check` warns. |
        | any text | `${NAME}` stands for an environment variable, `${NAME:-default}` too and for the default where it is \
        absent or empty, `$$` for a dollar sign |
        | status list | statuses and ranges apart by commas, `!` takes away: `"408, 429, 500-599, !501"` |

        Relative paths begin at the working directory of the process.

        """

    private func section(_ section: SettingsSection, declaredIn name: String) -> String {
        let keys = section.keys.filter { $0.scheme == nil }
        let hasScheme = section.keys.count > keys.count
        return """

            ## \(section.title)

            | key | form | default | range | meaning |
            |---|---|---|---|---|
            \(self.rows(keys, name))\(hasScheme ? "\nWith the scheme `hmac` also [the keys of a signature](#keys-of-a-signature).\n" : "")
            """
    }

    private static func signatures(_ rows: String) -> String {
        """

        ## Keys of a signature

        For a `[[source]]` with `scheme = "hmac"`. A `[[target]]` with `sign = "hmac"` has them as well, without `event`, `id`
        and `time`.

        | key | form | default | range | meaning |
        |---|---|---|---|---|
        \(rows)
        """
    }

    private func rows(_ keys: [SettingsKey], _ owner: String) -> String {
        keys.map { key in
            let byDefault =
                key.isRequired
                ? "required"
                : key.absence ?? key.form.defaultText.map { "`\(key.form.isQuoted ? "\"\($0)\"" : $0)`" } ?? ""
            let meaning = self.meanings[owner]?[key.name] ?? ""
            return "| `\(key.name)` | \(key.form.title) | \(byDefault) | \(key.form.rangeText ?? "") | \(meaning) |\n"
        }.joined()
    }
}
