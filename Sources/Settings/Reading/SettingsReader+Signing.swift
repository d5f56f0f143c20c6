import Signatures

extension SettingsReader {
    /// How each target's requests are signed, in the order of the targets; `nil` for unsigned, or after a report.
    func signings(
        _ targets: [TargetDraft],
        sources: [SourceDraft],
        routes: [RouteDraft]
    ) -> [TargetSettings.Signing?] {
        targets.map { target in
            let reaching = self.sources(reaching: target, sources: sources, routes: routes)
            return self.signing(target, reaching: reaching)
        }
    }

    private func signing(_ target: TargetDraft, reaching: [SourceDraft]) -> TargetSettings.Signing? {
        let table = target.table
        let hasSecret = table.has(TargetKeys.secret)
        let chosen = table.has(TargetKeys.sign) ? table.schemeName(TargetKeys.sign)?.text : nil
        if table.has(TargetKeys.sign), chosen == nil { return nil }
        table.refuseForeignKeys(HMACKeys.signing, scheme: chosen ?? "cubeconnect")
        if chosen == "none" {
            if hasSecret {
                self.context.report(
                    .unusedSecret,
                    table.keyPlace(TargetKeys.secret),
                    "\(table.subject) has a secret, and sign = \"none\" signs nothing with it",
                    fix: "remove one of the two"
                )
            }
            return nil
        }
        guard hasSecret else {
            if let chosen {
                self.context.report(
                    .missingSecret,
                    table.valuePlace(TargetKeys.sign),
                    "\(table.subject) is to be signed as \(Quoted.text(chosen)), and has no secret",
                    fix: "add secret = \"env:NAME\", the secret that the target verifies with"
                )
            } else {
                self.context.report(
                    .unsignedTarget,
                    table.place,
                    "\(table.subject) has no secret, so it cannot tell the gateway's requests from a stranger's",
                    fix: "add secret = \"env:NAME\", or sign = \"none\" where nobody else reaches it"
                )
            }
            return nil
        }
        let others = reaching.filter { $0.schemeName != nil && $0.schemeName != "cubeconnect" }
        if chosen == nil, let other = others.first {
            self.context.report(
                .undecidedSigning,
                table.place,
                "\(table.subject) does not say how to sign, and \(other.subject) that reaches it is not \"cubeconnect\"",
                fix: "add sign = \"cubeconnect\", \"hmac\" or \"none\""
            )
            return nil
        }
        guard let scheme = self.scheme(chosen ?? "cubeconnect", table, isSource: false) else { return nil }
        self.refuseSignatureHeaders(target, scheme: scheme)
        guard let node = table.node(TargetKeys.secret),
            let secret = self.key(node, TargetKeys.secret, table, decoding: scheme.keyDecoding)
        else { return nil }
        do throws(SchemeError) {
            _ = try Signer(scheme: scheme, secret: secret.key)
        } catch {
            self.context.report(.badTemplate, table.place, "\(table.subject): \(error.problem)", fix: error.fix)
            return nil
        }
        return TargetSettings.Signing(scheme: scheme, secret: secret.key)
    }

    /// The sources whose events can come to a target; all of them where no route names it.
    private func sources(
        reaching target: TargetDraft,
        sources: [SourceDraft],
        routes: [RouteDraft]
    ) -> [SourceDraft] {
        let routes = routes.filter { route in route.targets.contains { $0.text == target.name?.text } }
        guard !routes.isEmpty, !routes.contains(where: { $0.sources == nil }) else { return sources }
        let names = routes.flatMap { $0.sources ?? [] }.map(\.text)
        return sources.filter { source in source.name.map { names.contains($0.text) } ?? false }
    }
}
