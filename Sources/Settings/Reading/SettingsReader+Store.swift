import Events

/// `[store]` with the place that errors point to.
struct StoreDraft {
    let settings: StoreSettings
    let windowPlace: Place
}

extension SettingsReader {
    func store(_ table: TableReader) -> StoreDraft? {
        var path: String? = "hookgate.db"
        if table.has(StoreKeys.url) {
            path = table.text(StoreKeys.url).flatMap { self.storePath($0) }
        }
        let retention = table.milliseconds(StoreKeys.retention)
        let deadRetention = table.milliseconds(StoreKeys.deadRetention)
        let window = table.milliseconds(StoreKeys.dedupeWindow)
        let maxKeys = table.number(StoreKeys.maxKeys)
        guard let path else { return nil }
        return StoreDraft(
            settings: StoreSettings(
                path: path,
                retentionMilliseconds: retention,
                deadRetentionMilliseconds: deadRetention,
                dedupeWindowMilliseconds: window,
                maxKeys: maxKeys
            ),
            windowPlace: table.valuePlace(StoreKeys.dedupeWindow)
        )
    }

    /// The path behind `sqlite:`.
    ///
    /// The text is not shown: a database URL may hold a password.
    private func storePath(_ url: PlacedText) -> String? {
        let parts = url.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = parts[0].lowercased()
        if parts.count == 2, ["postgres", "postgresql", "mysql", "redis"].contains(scheme) {
            let isPlanned = scheme.hasPrefix("postgres")
            self.context.report(
                .unsupportedStore,
                url.place,
                "[store]: a \(scheme) store \(isPlanned ? "is planned, but this version has none" : "does not exist")",
                fix: "write url = \"sqlite:hookgate.db\": it needs no server"
            )
            return nil
        }
        guard parts.count == 2, scheme == "sqlite", !parts[1].isEmpty, !parts[1].utf8.contains(0) else {
            self.context.report(
                .badStoreURL,
                url.place,
                "[store]: url is not \"sqlite:\" and the path of a file",
                fix: "write url = \"sqlite:hookgate.db\", or \"sqlite:/var/lib/hookgate/hookgate.db\""
            )
            return nil
        }
        // Both `sqlite:///path` and `sqlite:/path` are written for an absolute path.
        return parts[1].hasPrefix("///") ? String(parts[1].dropFirst(2)) : String(parts[1])
    }

    func log(_ table: TableReader) -> LogSettings {
        LogSettings(
            level: table.choice(LogKeys.level).flatMap { LogSettings.Level(rawValue: $0.text) } ?? .info,
            format: table.choice(LogKeys.format).flatMap { LogSettings.Format(rawValue: $0.text) } ?? .text
        )
    }

    /// A window under twice the tolerance forgets a request that is still fresh (product.md §2.5).
    func checkWindow(_ store: StoreDraft?, _ sources: [SourceDraft]) {
        guard let store else { return }
        for source in sources {
            guard let tolerance = source.toleranceMilliseconds,
                store.settings.dedupeWindowMilliseconds < 2 * tolerance
            else { continue }
            self.context.report(
                .windowTooShort,
                store.windowPlace,
                "[store]: dedupe_window \(DurationText.shown(store.settings.dedupeWindowMilliseconds)) is less than twice "
                    + "the tolerance of \(source.subject) (\(DurationText.shown(tolerance))), so a copy could pass",
                fix: "write at least \(DurationText.shown(2 * tolerance)), or lower that tolerance "
                    + "(\(self.context.link(source.place)))"
            )
        }
    }
}
