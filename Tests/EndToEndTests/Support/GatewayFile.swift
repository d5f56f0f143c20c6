/// A gateway.conf for tests.
struct GatewayFile {
    static let path = "/cubeconnect/webhook"

    /// A target by name.
    struct Target {
        var name: String
        var url: String
        var format = "normalized"
        var retry = #"{ backoff = "fixed", delay = "100ms" }"#
        /// Further lines of its table.
        var lines: [String] = []
    }

    var targets: [Target]
    /// Lines of `[[route]]` tables; every event to every target without them.
    var routes: [(events: [String], targets: [String])]?
    var serverLines: [String] = []
    var adminLines: [String] = []

    init(_ targets: [(name: String, receiver: Receiver)]) {
        self.targets = targets.map { Target(name: $0.name, url: $0.receiver.url) }
    }

    func text(port: Int, admin: Int) -> String {
        var lines = ["[server]", #"listen = ["127.0.0.1:\#(port)"]"#]
        lines += self.serverLines
        lines += ["[admin]", #"listen = "127.0.0.1:\#(admin)""#]
        lines += self.adminLines
        lines += ["[store]", #"url = "sqlite:hookgate.db""#]
        lines += ["[[source]]", #"name = "cubeconnect""#, #"path = "\#(Self.path)""#, #"scheme = "cubeconnect""#]
        lines += [#"secrets = ["env:WEBHOOK_SECRET"]"#]
        for target in self.targets {
            lines += ["[[target]]", #"name = "\#(target.name)""#, #"url = "\#(target.url)""#]
            lines += [#"secret = "env:WEBHOOK_SECRET""#, #"format = "\#(target.format)""#, "retry = \(target.retry)"]
            lines += target.lines
        }
        for route in self.routes ?? [(["*"], self.targets.map(\.name))] {
            let events = route.events.map { "\"\($0)\"" }.joined(separator: ", ")
            let targets = route.targets.map { "\"\($0)\"" }.joined(separator: ", ")
            lines += ["[[route]]", "events = [\(events)]", "targets = [\(targets)]"]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
