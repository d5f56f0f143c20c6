import Events

/// Resolves one event name against ten routes.
struct RouteCase: MicroCase {
    static let name = "route"
    private let table: RoutingTable

    init() throws {
        var rules = [
            RouteRule(events: try EventPatternList(["*", "!message.status_updated"]), targets: ["crm"]),
            RouteRule(events: try EventPatternList(["message.status_updated"]), targets: ["status"]),
            RouteRule(sources: ["cubeconnect"], events: try EventPatternList(["campaign.*"]), targets: ["crm"]),
            RouteRule(sources: ["other"], events: try EventPatternList(["*"]), targets: ["other"]),
            RouteRule(events: try EventPatternList(["*"]), targets: ["rest"], isFallback: true),
        ]
        for number in 0..<5 {
            rules.append(RouteRule(events: try EventPatternList(["*.kind_\(number).*"]), targets: ["t\(number)"]))
        }
        self.table = RoutingTable(rules)
    }

    mutating func operate(_ index: Int) throws -> Int {
        let name = SampleBody.names[index & (SampleBody.names.count - 1)]
        return self.table.resolve(source: "cubeconnect", event: name).targets.count
    }
}
