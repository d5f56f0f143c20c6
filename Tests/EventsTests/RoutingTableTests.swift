import Testing

@testable import Events

struct RoutingTableTests {
    private static func rule(
        _ events: [String],
        to targets: [String],
        sources: [String]? = nil,
        isFallback: Bool = false
    ) throws -> RouteRule {
        RouteRule(sources: sources, events: try EventPatternList(events), targets: targets, isFallback: isFallback)
    }

    @Test func targetsOfAllMatchingRoutesAreUnitedInOrderOfFirstMention() throws {
        let table = RoutingTable([
            try Self.rule(["message.*"], to: ["crm", "audit"]),
            try Self.rule(["campaign.*"], to: ["mail"]),
            try Self.rule(["*.received"], to: ["bot", "crm", "bot"]),
        ])
        let decision = table.resolve(source: "cubeconnect", event: "message.received")
        #expect(decision == RoutingDecision(targets: ["crm", "audit", "bot"], matched: [0, 2]))
        #expect(!decision.isUnrouted)
    }

    @Test func eventThatNoRouteTakesIsUnrouted() throws {
        let table = RoutingTable([try Self.rule(["a"], to: ["x"])])
        #expect(table.resolve(source: "s", event: "b").isUnrouted)
        #expect(RoutingTable([]).resolve(source: "s", event: "b").isUnrouted)
    }

    @Test func routeWithoutTargetsDropsOnPurpose() throws {
        let table = RoutingTable([
            try Self.rule(["webhook.test"], to: []),
            try Self.rule(["*"], to: ["x"], isFallback: true),
        ])
        let decision = table.resolve(source: "s", event: "webhook.test")
        #expect(decision.targets.isEmpty)
        #expect(decision.matched == [0])
        #expect(!decision.isUnrouted)
    }

    @Test func fallbackTakesOnlyWhatNoOtherRouteTook() throws {
        let table = RoutingTable([
            try Self.rule(["*"], to: ["rest"], isFallback: true),
            try Self.rule(["a"], to: ["x"]),
            try Self.rule(["c.*"], to: ["more", "rest"], isFallback: true),
        ])
        #expect(table.resolve(source: "s", event: "a") == RoutingDecision(targets: ["x"], matched: [1]))
        #expect(table.resolve(source: "s", event: "b") == RoutingDecision(targets: ["rest"], matched: [0]))
        #expect(
            table.resolve(source: "s", event: "c.d") == RoutingDecision(targets: ["rest", "more"], matched: [0, 2])
        )
    }

    @Test func routeListensToItsSourcesOnly() throws {
        let table = RoutingTable([
            try Self.rule(["*"], to: ["x"], sources: ["one", "two"]),
            try Self.rule(["*"], to: ["y"], sources: ["three"], isFallback: true),
        ])
        #expect(table.resolve(source: "two", event: "e").targets == ["x"])
        #expect(table.resolve(source: "three", event: "e").targets == ["y"])
        #expect(table.resolve(source: "four", event: "e").isUnrouted)
        #expect(table.resolve(source: "One", event: "e").isUnrouted)
    }

    @Test func explanationSaysWhyForEveryRoute() throws {
        let table = RoutingTable([
            try Self.rule(["a.*", "!a.x"], to: ["t"]),
            try Self.rule(["!a.x"], to: ["t"]),
            try Self.rule(["*"], to: ["t"], sources: ["other"]),
            try Self.rule(["b"], to: ["t"]),
            try Self.rule(["*"], to: ["t"], isFallback: true),
            try Self.rule(["b"], to: ["t"], isFallback: true),
        ])
        let taken = table.explain(source: "s", event: "a.y")
        #expect(
            taken.map(\.verdict) == [.taken(by: 0), .taken(by: nil), .otherSource, .noPattern, .notNeeded, .noPattern]
        )
        let left = table.explain(source: "s", event: "a.x")
        #expect(
            left.map(\.verdict)
                == [.excluded(by: 1), .excluded(by: 0), .otherSource, .noPattern, .taken(by: 0), .noPattern]
        )
        #expect(left[0].reason == "\"!a.x\" takes it away")
        #expect(taken[0].reason == "pattern \"a.*\" matches")
    }

    @Test(arguments: ["a.x", "a.y", "b", "c", ""])
    func explanationAgreesWithTheDecision(event: String) throws {
        let table = RoutingTable([
            try Self.rule(["a.*", "!a.x"], to: ["t"]),
            try Self.rule(["b"], to: [], sources: ["s"]),
            try Self.rule(["!a.*", "!b"], to: ["u"], isFallback: true),
        ])
        for source in ["s", "r"] {
            let explained = table.explain(source: source, event: event).filter(\.isTaken).map(\.route)
            #expect(explained == table.resolve(source: source, event: event).matched)
        }
    }
}
