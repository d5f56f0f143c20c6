import ArgumentParser
import Events
import Inbound
import NIOCore
import NIOPosix
import Signatures

/// `hookgate sink`: a receiver to see events arrive at.
struct SinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sink",
        abstract: "A tiny test receiver: prints what arrives, and verifies it where it has a secret.",
        discussion: """
            It answers 200, or 401 where a signature does not verify. Ctrl-C ends it.

            Examples:
              hookgate sink --listen 127.0.0.1:3000
              hookgate sink --listen 127.0.0.1:3000 --listen 127.0.0.1:3001 --secret env:CRM_WEBHOOK_SECRET
              hookgate sink --listen 127.0.0.1:3000 --status 503      # what a failing target does to deliveries
            """
    )

    @Option(help: "Where to listen, as host:port; may be given several times.")
    var listen: [ListenAddress] = [ListenAddress(host: "127.0.0.1", port: 3000)]

    @Option(help: "The secret that requests are signed with: env:NAME or file:PATH.")
    var secret: SecretReference?

    @Option(help: "The status to answer with.")
    var status = 200

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        guard (200...599).contains(self.status) else {
            throw ValidationError("--status \(self.status) is no status of an answer; give one from 200 to 599")
        }
    }

    func run() async throws {
        let verifier = try self.secret.map { try $0.verifier(scheme: "cubeconnect") }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let status = self.status
        let isJSON = self.json
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for address in self.listen {
                    let server = SinkServer(
                        address: address,
                        verifier: verifier,
                        status: status,
                        isJSON: isJSON,
                        clock: SystemClock()
                    )
                    tasks.addTask {
                        try await server.run(on: group) { Terminal.error("sink: listening on http://\($0)") }
                    }
                }
                try await tasks.next()
                tasks.cancelAll()
            }
        } catch let error as IOError {
            Terminal.error(
                "hookgate: the sink cannot listen: \(error); end the program that has the port, or --listen elsewhere"
            )
            throw ExitCode(1)
        }
    }
}
