import Signatures

extension SettingsReader {
    /// Reads one `[[scheme]]`, so that sources and targets can name it.
    func readScheme(_ table: TableReader) {
        guard let name = table.name(SchemeKeys.name) else { return }
        guard self.context.scheme(name.text) == nil else {
            self.context.report(
                .duplicateName,
                name.place,
                "there is a scheme \(Quoted.text(name.text)) already",
                fix: "give it another name; the presets keep theirs"
            )
            return
        }
        var settings: [SchemeSetting: String] = [:]
        for setting in SchemeSetting.allCases where table.has(SchemeKeys.key(setting)) {
            if setting.isFlag {
                if table.flag(SchemeKeys.key(setting)) { settings[setting] = "true" }
            } else {
                guard let text = table.text(SchemeKeys.key(setting)) else { return }
                settings[setting] = text.text
            }
        }
        do throws(SchemeTextError) {
            self.context.declare(try SchemeText(name: name.text, settings: settings).scheme())
        } catch {
            self.context.report(
                .badScheme,
                error.setting.map { table.valuePlace(SchemeKeys.key($0)) } ?? table.place,
                "\(table.subject): \(error.problem)",
                fix: error.fix
            )
        }
    }

    /// What a scheme signs that only the configuration knows.
    func readSite(into scheme: inout SignatureScheme, _ table: TableReader) {
        scheme.publicURL = self.siteText(SourceKeys.publicURL, table, scheme.name, isNeeded: scheme.needsPublicURL)
        scheme.senderID = self.siteText(SourceKeys.senderID, table, scheme.name, isNeeded: scheme.needsSenderID)
        guard let url = scheme.publicURL else { return }
        let isSound =
            (url.hasPrefix("https://") || url.hasPrefix("http://"))
            && url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !url.contains("?") && !url.contains("#")
        if !isSound {
            self.context.report(
                .badURL,
                table.valuePlace(SourceKeys.publicURL),
                "\(table.subject): public_url \(Quoted.text(url)) is no URL without query and fragment",
                fix: "write \"https://host/path\" as the sender has it; what the request has behind \"?\" is added"
            )
        }
    }

    private func siteText(_ key: SettingsKey, _ table: TableReader, _ scheme: String, isNeeded: Bool) -> String? {
        guard isNeeded else {
            if table.has(key) {
                self.context.report(
                    .contradiction,
                    table.keyPlace(key),
                    "\(table.subject): \(key.name) means nothing with the scheme \(Quoted.text(scheme)), which does not sign it",
                    fix: "remove \(key.name)"
                )
            }
            return nil
        }
        if !table.has(key) {
            self.context.report(
                .missingKey,
                table.place,
                "\(table.subject) has no \(key.name), which the scheme \(Quoted.text(scheme)) signs",
                fix: "add \(key.name), exactly as the sender has it"
            )
        }
        return table.text(key)?.text
    }

    /// Tries the secrets with the scheme, so that a key of the wrong kind shows here and not at the start.
    func checkVerifier(_ scheme: SignatureScheme, _ secrets: [SecretKey], _ table: TableReader) {
        do throws(SchemeError) {
            _ = try Verifier(scheme: scheme, secrets: secrets)
        } catch {
            self.context.report(
                .badSecret,
                table.valuePlace(SourceKeys.secrets),
                "\(table.subject): \(error.problem)",
                fix: error.fix
            )
        }
    }
}
