extension SettingsReader {
    /// Names are unique per kind.
    func checkNames(sources: [SourceDraft], targets: [TargetDraft], routes: [RouteDraft]) {
        self.checkUnique(sources.map(\.name), word: "source")
        self.checkUnique(targets.map(\.name), word: "target")
        self.checkUnique(routes.map(\.name), word: "route")
    }

    private func checkUnique(_ names: [PlacedText?], word: String) {
        var first: [String: Place] = [:]
        for case let name? in names {
            guard let place = first[name.text] else {
                first[name.text] = name.place
                continue
            }
            self.context.report(
                .duplicateName,
                name.place,
                "there is a \(word) \(Quoted.text(name.text)) already (\(self.context.link(place)))",
                fix: "give one of them another name"
            )
        }
    }

    /// A path belongs to one source.
    func checkPaths(_ sources: [SourceDraft]) {
        var first: [String: (subject: String, place: Place)] = [:]
        for source in sources {
            guard let path = source.path else { continue }
            guard let other = first[path.text] else {
                first[path.text] = (source.subject, path.place)
                continue
            }
            self.context.report(
                .duplicatePath,
                path.place,
                "\(source.subject) listens on \(Quoted.text(path.text)), which is the path of \(other.subject) "
                    + "(\(self.context.link(other.place)))",
                fix: "give each source a path of its own; several secrets fit into one source"
            )
        }
    }

    /// No two listeners on one address.
    func checkAddresses(_ server: ServerDraft?, _ admin: AdminDraft?) {
        guard let server else { return }
        var taken: [(address: ListenAddress, name: String)] = []
        for (address, place) in zip(server.settings.listen, server.listenPlaces) {
            self.checkFree(address, place, table: "[server]", taken: taken)
            taken.append((address, "[server]"))
        }
        guard let admin else { return }
        self.checkFree(admin.settings.listen, admin.listenPlace, table: "[admin]", taken: taken)
    }

    private func checkFree(
        _ address: ListenAddress,
        _ place: Place,
        table: String,
        taken: [(address: ListenAddress, name: String)]
    ) {
        guard let other = taken.first(where: { $0.address.collides(with: address) }) else { return }
        self.context.report(
            .duplicateAddress,
            place,
            "\(table): listen \(Quoted.text(address.description)) collides with \(Quoted.text(other.address.description)) "
                + "of \(other.name)",
            fix: "choose another port"
        )
    }
}
