import Events
import Signatures

/// docs/senders: one page for each sender, made of its row in the table of presets.
struct SenderReference {
    let preset: SenderPreset
    let scheme: SignatureScheme

    /// The list of all pages.
    static var index: String {
        let rows = SenderPreset.all.map { preset in
            "| [`\(preset.name)`](\(preset.name).md) | \(preset.title) | \(preset.isExperimental ? "experimental" : "") |\n"
        }
        return """
            <!-- Generated from Sources/Signatures/SenderPreset+*.swift. Do not edit: change them, then run
                 HOOKGATE_WRITE_EXPECTED=1 swift test --filter SettingsTests -->
            # Senders

            A source names its sender: `scheme = "github"`. An experimental preset rests on one implementation or less, and on
            no test vector of the sender: try it before you rely on it. Other senders are described with
            [`[[scheme]]`](../configuration.md#scheme), in the language that each page shows.

            | scheme | sender | |
            |---|---|---|
            \(rows.joined())
            """
    }

    /// The page.
    var markdown: String {
        """
        <!-- Generated from Sources/Signatures/SenderPreset+*.swift. Do not edit: change them, then run
             HOOKGATE_WRITE_EXPECTED=1 swift test --filter SettingsTests -->
        # \(self.preset.title)

        \(self.preset.isExperimental ? "**Experimental:** this rests on one implementation or less; try it before you rely on it.\n\n" : "")\
        At the sender: \(self.preset.setup)

        ```toml
        \(self.snippet)```

        \(self.remarks)What is checked, as `hookgate check` prints it:

        ```text
        \(self.scheme.summary.joined(separator: "\n"))
        idempotency key: \(self.scheme.defaultKey.map(\.description).joined(separator: ", "))
        ```

        The same in the language of `[[scheme]]`, to begin with where your sender differs:

        ```toml
        \(self.preset.text.toml)```

        """
    }

    /// The source that takes the sender's requests.
    var snippet: String {
        let variable = self.preset.name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        var lines = [
            "[[source]]", "name = \"\(self.preset.name)\"", "path = \"/\(self.preset.name)\"",
            "scheme = \"\(self.preset.name)\"", "secrets = [\"env:\(variable)_SECRET\"]",
        ]
        if self.scheme.needsPublicURL {
            lines.append("public_url = \"https://hooks.example.com/\(self.preset.name)\"")
        }
        if self.scheme.needsSenderID { lines.append("sender_id = \"${\(variable)_WEBHOOK_ID}\"") }
        return lines.joined(separator: "\n") + "\n"
    }

    private var remarks: String {
        var remarks: [String] = []
        if self.scheme.hmac?.signedContent.template.contains("{form}") == true {
            remarks.append(
                "The gateway takes JSON bodies only, so a form passes the signature and is then answered with 400."
            )
        }
        if let handshake = self.scheme.handshake {
            remarks.append("The sender plays the handshake `\(handshake.rawValue)` before it sends events.")
        }
        return remarks.isEmpty ? "" : remarks.joined(separator: "\n") + "\n\n"
    }
}
