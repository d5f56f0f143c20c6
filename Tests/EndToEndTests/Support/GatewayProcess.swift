import Glibc

/// `hookgate serve` as a person starts it, on ports of its own.
final class GatewayProcess {
    let port: Int
    let admin: Int
    let configuration: String
    let environment: [String: String]
    private let stage: Stage
    private let supervisor: [String]
    private(set) var process: ChildProcess

    /// Writes gateway.conf and starts; returns once it is ready, unless `waiting` is false.
    init(
        _ stage: Stage,
        _ file: GatewayFile,
        environment: [String: String] = ["WEBHOOK_SECRET": Stage.secret],
        port: Int? = nil,
        under supervisor: [String] = [],
        waiting: Bool = true
    ) throws {
        self.supervisor = supervisor
        self.stage = stage
        self.port = try port ?? Ports.free()
        self.admin = try Ports.free()
        self.environment = environment
        self.configuration = "\(stage.folder)/gateway-\(self.port)-\(self.admin).conf"
        try File.write(self.configuration, file.text(port: self.port, admin: self.admin))
        self.process = try Self.spawn(stage, supervisor, self.configuration, environment)
        if waiting { try self.waitUntilReady() }
    }

    /// Starts it again on the same ports and the same store.
    func restart() throws {
        self.process = try Self.spawn(self.stage, self.supervisor, self.configuration, self.environment)
        try self.waitUntilReady()
    }

    private static func spawn(
        _ stage: Stage,
        _ supervisor: [String],
        _ configuration: String,
        _ environment: [String: String]
    ) throws -> ChildProcess {
        try stage.start(
            supervisor + [Stage.binary, "serve", "-c", configuration],
            environment: environment,
            name: "gateway"
        )
    }

    private func waitUntilReady() throws {
        try eventually("the gateway is ready") {
            if let status = self.process.poll() {
                throw StageError("the gateway ended with \(status): \(self.process.errors)")
            }
            return (try? LocalSocket.get(port: self.admin, path: "/readyz"))?.status == 200
        }
    }

    /// SIGTERM, and the exit code.
    func terminate(seconds: Double = 12) throws -> Int32 {
        self.process.send(SIGTERM)
        return try self.process.wait(seconds: seconds)
    }

    /// kill -9.
    func kill() {
        self.process.end()
    }

    var log: String { self.process.errors }

    /// The sum over the labels of one metric, of those lines that contain `label`.
    func metric(_ name: String, label: String = "") throws -> Double {
        let page = try LocalSocket.get(port: self.admin, path: "/metrics").body
        return page.split(separator: "\n")
            .filter { ($0.hasPrefix(name + "{") || $0.hasPrefix(name + " ")) && (label.isEmpty || $0.contains(label)) }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
            .reduce(0, +)
    }
}
