import FoundationEssentials
import Glibc

/// An application behind the gateway, in its own process, with a ledger of what it got.
final class Receiver {
    /// One request as the application saw it.
    struct Entry: Decodable {
        let path: String
        let headers: [String: String]
        let body: String
        /// `valid`, or what is wrong with the signature.
        let proof: String
        /// What was answered.
        let status: Int

        var id: String { self.headers["hookgate-event-id"] ?? "" }
        var attempt: Int { Int(self.headers["hookgate-attempt"] ?? "") ?? 0 }
    }

    /// What the application is made of.
    enum Kind: String, CaseIterable {
        case ledger, express, php, secure
    }

    let port: Int
    private let stage: Stage
    private let kind: Kind
    private let ledger: String
    private let mode: String
    private let environment: [String: String]
    private var process: ChildProcess?

    init(
        _ stage: Stage,
        _ kind: Kind = .ledger,
        environment: [String: String] = [:],
        started: Bool = true
    ) throws {
        self.environment = environment
        self.stage = stage
        self.kind = kind
        self.port = try Ports.free()
        self.ledger = "\(stage.folder)/ledger-\(self.port)"
        self.mode = "\(stage.folder)/mode-\(self.port)"
        if started { try self.start() }
    }

    var url: String { "http://127.0.0.1:\(self.port)/webhooks" }

    func start() throws {
        let folder = "\(Stage.sources)/Receivers"
        let arguments =
            switch self.kind {
            case .ledger: ["python3", "\(folder)/ledger.py", "\(self.port)", self.ledger, self.mode]
            case .express: ["node", "\(folder)/express.js", "\(self.port)", self.ledger]
            case .secure: ["node", "\(folder)/secure.js", "\(self.port)", self.ledger]
            case .php: ["php", "-S", "127.0.0.1:\(self.port)", "\(folder)/receiver.php"]
            }
        // Debian's modules, for a node that is not Debian's.
        let modules = getenv("NODE_PATH").map { String(cString: $0) } ?? "/usr/share/nodejs"
        let environment = ["SECRET": Stage.secret, "LEDGER": self.ledger, "NODE_PATH": modules]
            .merging(self.environment) { $1 }
        let process = try self.stage.start(arguments, environment: environment, name: self.kind.rawValue)
        self.process = process
        try eventually("the \(self.kind) receiver listens") {
            if let status = process.poll() {
                throw StageError("the \(self.kind) receiver ended with \(status): \(process.errors)")
            }
            return (try? LocalSocket(port: self.port)) != nil
        }
    }

    func stop() {
        self.process?.end()
        self.process = nil
    }

    /// From now on it answers so; with `first`, only the first requests of each event.
    func answer(_ status: Int, first: Int? = nil, delay: Double = 0) throws {
        let limit = first.map { #","first":\#($0)"# } ?? ""
        try File.write(self.mode, #"{"status":\#(status),"delay":\#(delay)\#(limit)}"#)
    }

    /// Everything it got so far.
    func entries() throws -> [Entry] {
        let text = File.read(self.ledger)
        // A line that is being written has no end yet.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return try lines.map { try JSONDecoder().decode(Entry.self, from: Data($0.utf8)) }
    }

    /// Waits for so many requests.
    func entries(count: Int, seconds: Double = 20) throws -> [Entry] {
        try eventually("\(count) requests at the \(self.kind) receiver", seconds: seconds) {
            let entries = try self.entries()
            return entries.count >= count ? entries : nil
        }
    }
}
