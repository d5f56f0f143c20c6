import Events

/// Reads the root table: first every table by itself, then what must fit together.
struct SettingsReader {
    let context: ReadingContext
    private static let tables = ["server", "admin", "store", "log", "scheme", "source", "target", "route"]

    /// The settings; incomplete ones are `nil`, after a report.
    func read(_ root: TomlNode) -> GatewaySettings? {
        guard case .table(let entries) = root.content else { return nil }
        self.refuseUnknownTables(entries)
        let server = self.server(self.table("server", entries, .server))
        let admin = self.admin(self.table("admin", entries, .admin))
        let store = self.store(self.table("store", entries, .store))
        let log = self.log(self.table("log", entries, .log))
        for scheme in self.tables("scheme", entries, .scheme, max: Limits.schemesMax) { self.readScheme(scheme) }
        let sources = self.tables("source", entries, .source, max: Limits.sourcesMax).map { self.source($0) }
        let targets = self.tables("target", entries, .target, max: Limits.targetsMax).map { self.target($0) }
        let routes = self.tables("route", entries, .route, max: Limits.routesMax).map { self.route($0) }

        self.checkNames(sources: sources, targets: targets, routes: routes)
        self.checkPaths(sources)
        self.checkAddresses(server, admin)
        self.checkWindow(store, sources)
        self.checkRoutes(routes, sources: sources, targets: targets)
        let signings = self.signings(targets, sources: sources, routes: routes)
        guard !self.context.hasErrors, let server, let admin, let store = store?.settings else { return nil }
        return GatewaySettings(
            server: server.settings,
            admin: admin.settings,
            store: store,
            log: log,
            sources: sources.compactMap(\.settings),
            targets: zip(targets, signings).compactMap { $0.settings($1) },
            routes: routes.compactMap(\.rule),
            routePlaces: routes.map(\.place)
        )
    }

    private func refuseUnknownTables(_ entries: [TomlEntry]) {
        for entry in entries where !Self.tables.contains(entry.key) {
            if SettingsSection.laterTables.contains(entry.key) {
                self.context.report(
                    .notSupportedYet,
                    entry.keyPlace,
                    "the table \(entry.key) is planned, but this version does not support it yet",
                    fix: "remove the table"
                )
                continue
            }
            let isList = ["scheme", "source", "target", "route"].contains(
                Nearest.match(for: entry.key, among: Self.tables) ?? ""
            )
            self.context.report(
                .unknownTable,
                entry.keyPlace,
                "there is no table \(Quoted.text(entry.key))",
                fix: Nearest.match(for: entry.key, among: Self.tables)
                    .map { "did you mean \(isList ? "[[\($0)]]" : "[\($0)]")?" }
                    ?? "use [server], [admin], [store], [log], [[scheme]], [[source]], [[target]] or [[route]], or remove it"
            )
        }
    }

    /// A table that may stand there once; an absent one reads as empty.
    private func table(_ name: String, _ entries: [TomlEntry], _ section: SettingsSection) -> TableReader {
        var content: [TomlEntry] = []
        var place = Place.start
        if let entry = entries.first(where: { $0.key == name }) {
            place = entry.keyPlace
            if case .table(let entries) = entry.value.content {
                content = entries
            } else {
                self.context.report(
                    .wrongType,
                    entry.keyPlace,
                    "\(name) is \(entry.value.kind), and it is one table",
                    fix: "write it once, as [\(name)]"
                )
            }
        }
        return TableReader(content, at: place, section: section, subject: "[\(name)]", context: self.context)
    }

    /// Tables that may stand there several times.
    private func tables(
        _ name: String,
        _ entries: [TomlEntry],
        _ section: SettingsSection,
        max: Int
    ) -> [TableReader] {
        guard let entry = entries.first(where: { $0.key == name }) else { return [] }
        guard case .array(let nodes) = entry.value.content else {
            self.context.report(
                .wrongType,
                entry.keyPlace,
                "\(name) is \(entry.value.kind), and there may be several",
                fix: "write double brackets, [[\(name)]]"
            )
            return []
        }
        guard nodes.count <= max else {
            self.context.report(
                .tooMany,
                nodes[max].place,
                "there are \(nodes.count) tables [[\(name)]], and \(max) are the most",
                fix: "remove tables until \(max) are left"
            )
            return []
        }
        return nodes.enumerated().compactMap { index, node in
            guard case .table(let content) = node.content else {
                self.context.report(
                    .wrongType,
                    node.place,
                    "\(name) holds \(node.kind), and every entry is a table",
                    fix: "write double brackets, [[\(name)]], and the keys below"
                )
                return nil
            }
            return TableReader(
                content,
                at: node.place,
                section: section,
                subject: Self.subject(name, content, index),
                context: self.context
            )
        }
    }

    /// `target "crm"`, or `target number 2` where it has no name.
    private static func subject(_ table: String, _ content: [TomlEntry], _ index: Int) -> String {
        guard let name = content.first(where: { $0.key == "name" }), case .string(let text) = name.value.content,
            !text.isEmpty
        else { return "\(table) number \(index + 1)" }
        return "\(table) \(Quoted.text(text))"
    }
}
