import Events

/// One `[[route]]`, as far as it could be read.
struct RouteDraft {
    let subject: String
    let place: Place
    let name: PlacedText?
    /// `nil` for all sources.
    let sources: [PlacedText]?
    let targets: [PlacedText]
    let rule: RouteRule?
}

extension SettingsReader {
    func route(_ table: TableReader) -> RouteDraft {
        let name = table.name(RouteKeys.name)
        let sources = table.texts(RouteKeys.sources)
        if let node = table.node(RouteKeys.sources), case .array(let nodes) = node.content, nodes.isEmpty {
            self.context.report(
                .contradiction,
                node.place,
                "\(table.subject) listens to an empty list of sources, so it can never take an event",
                fix: "name a source, or remove the line to listen to all of them"
            )
        }
        let events = self.patterns(table)
        let targets = table.texts(RouteKeys.targets)
        let isFallback = table.flag(RouteKeys.fallback)
        var rule: RouteRule?
        if let events, let targets {
            rule = RouteRule(
                name: name?.text,
                sources: sources?.map(\.text),
                events: events,
                targets: targets.map(\.text),
                isFallback: isFallback
            )
        }
        return RouteDraft(
            subject: table.subject,
            place: table.place,
            name: name,
            sources: sources,
            targets: targets ?? [],
            rule: rule
        )
    }

    private func patterns(_ table: TableReader) -> EventPatternList? {
        var texts = [PlacedText(text: "*", place: table.place)]
        if table.has(RouteKeys.events) {
            guard let nodes = table.list(RouteKeys.events) else { return nil }
            texts = nodes.compactMap { table.text($0, RouteKeys.events) }
            guard texts.count == nodes.count else { return nil }
        }
        do throws(EventPatternError) {
            return try EventPatternList(texts.map(\.text))
        } catch {
            self.context.report(
                error.code == .neverMatches ? .unmatchablePattern : .badEventPattern,
                error.index.map { texts[$0].place } ?? table.valuePlace(RouteKeys.events),
                "\(table.subject): \(error.message)",
                fix: error.fix
            )
            return nil
        }
    }

    /// What routes name must be there, and what is there should be named.
    func checkRoutes(_ routes: [RouteDraft], sources: [SourceDraft], targets: [TargetDraft]) {
        for route in routes {
            self.checkNames(route.targets, of: route, among: targets.map { ($0.name, $0.table.place) }, word: "target")
            self.checkNames(route.sources ?? [], of: route, among: sources.map { ($0.name, $0.place) }, word: "source")
        }
        if sources.isEmpty {
            self.context.report(
                .noSource,
                .start,
                "there is no [[source]], so no event could arrive",
                fix: "add a [[source]] with name, path, scheme and secrets; `hookgate init` writes an example"
            )
        }
        if targets.isEmpty {
            self.context.report(
                .noTarget,
                .start,
                "there is no [[target]], so no event could be delivered",
                fix: "add a [[target]] with name and url; `hookgate init` writes an example"
            )
        }
        guard !routes.isEmpty else {
            guard !sources.isEmpty, !targets.isEmpty else { return }
            self.context.report(
                .noRoute,
                .start,
                "there is no [[route]], so events are kept and none is delivered",
                fix: "add a [[route]] with events = [\"*\"] and the targets' names"
            )
            return
        }
        for target in targets {
            guard let name = target.name,
                !routes.contains(where: { $0.targets.contains { $0.text == name.text } })
            else { continue }
            self.context.report(
                .unreachedTarget,
                target.table.place,
                "\(target.table.subject) gets nothing: no route names it",
                fix: "add \(Quoted.text(name.text)) to the targets of a [[route]], or remove the target"
            )
        }
        for source in sources {
            guard let name = source.name,
                !routes.contains(where: { $0.sources?.contains { $0.text == name.text } ?? true })
            else { continue }
            self.context.report(
                .unroutedSource,
                source.place,
                "events of \(source.subject) go nowhere: no route listens to it",
                fix: "add \(Quoted.text(name.text)) to the sources of a [[route]], or remove its sources line"
            )
        }
    }

    private func checkNames(
        _ names: [PlacedText],
        of route: RouteDraft,
        among known: [(name: PlacedText?, place: Place)],
        word: String
    ) {
        var seen: Set<String> = []
        for name in names {
            if !seen.insert(name.text).inserted {
                self.context.report(
                    .duplicateEntry,
                    name.place,
                    "\(route.subject) names the \(word) \(Quoted.text(name.text)) twice",
                    fix: "remove one"
                )
            }
            guard !known.contains(where: { $0.name?.text == name.text }) else { continue }
            let words = known.compactMap(\.name?.text)
            var fix = words.isEmpty ? "declare it in a [[\(word)]]" : "use \(Quoted.list(Array(words.prefix(8))))"
            if let nearest = Nearest.match(for: name.text, among: words),
                let place = known.first(where: { $0.name?.text == nearest })?.place
            {
                fix = "did you mean \(Quoted.text(nearest)) (\(self.context.link(place)))?"
            }
            self.context.report(
                word == "target" ? .unknownTarget : .unknownSource,
                name.place,
                word == "target"
                    ? "\(route.subject) sends to target \(Quoted.text(name.text)), which does not exist"
                    : "\(route.subject) listens to source \(Quoted.text(name.text)), which does not exist",
                fix: fix
            )
        }
    }
}
