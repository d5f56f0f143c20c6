import Events
import HTTPTypes
import Hummingbird
import Inbound
import Logging
import NIOCore
import NIOPosix
import Signatures

/// A tiny receiver for tests and demonstrations: it verifies what arrives and prints a line for each request.
struct SinkServer: Sendable {
    let address: ListenAddress
    let verifier: Verifier?
    let status: Int
    let isJSON: Bool
    let clock: any GatewayClock

    /// Serves until cancelled or gracefully shut down.
    func run(on group: any EventLoopGroup, started: @escaping @Sendable (String) -> Void) async throws {
        let router = Router()
        router.add(middleware: SinkMiddleware(sink: self))
        var logger = Logger(label: "sink")
        logger.logLevel = .error
        let address = self.address
        let application = Application(
            router: router,
            configuration: .init(address: .hostname(address.host, port: address.port), serverName: "hookgate-sink"),
            onServerRunning: { channel in
                started(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port).description)
            },
            eventLoopGroupProvider: .shared(group),
            logger: logger
        )
        try await application.run()
    }

    /// What the line of one request says.
    func receive(_ request: Request, body: ByteBuffer) -> SinkReceipt {
        let head = SinkHead(request: request)
        let proof: SinkReceipt.Proof
        if let verifier = self.verifier {
            do {
                _ = try body.withUnsafeReadableBytes { bytes throws(VerificationError) in
                    try verifier.verify(head, body: bytes, now: self.clock.now(), using: HMACContext())
                }
                proof = .valid
            } catch {
                proof = .invalid(error.cause.rawValue)
            }
        } else {
            proof = .unchecked
        }
        return SinkReceipt(
            at: self.clock.now(),
            listen: self.address.description,
            path: request.uri.path,
            event: head.first("hookgate-event"),
            id: head.first("hookgate-event-id"),
            attempt: head.first("hookgate-attempt"),
            bytes: body.readableBytes,
            proof: proof
        )
    }
}

/// Answers every request, whatever its method and path.
private struct SinkMiddleware: RouterMiddleware {
    typealias Context = BasicRequestContext

    let sink: SinkServer

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: Limits.bodyBytesMax)
        let receipt = self.sink.receive(request, body: body)
        Terminal.line(self.sink.isJSON ? receipt.json : receipt.description)
        let status = receipt.isRefused ? 401 : self.sink.status
        return Response(
            status: .init(code: status),
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: "{\"received\":\(!receipt.isRefused)}\n"))
        )
    }
}

/// A Hummingbird request as the verifier reads it.
private struct SinkHead: RequestHead {
    let request: Request

    var method: String { self.request.head.method.rawValue }
    var target: String { self.request.head.path ?? "/" }

    func first(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self.request.headers[$0] }
    }

    func header(_ lowercasedName: String) -> HeaderValue {
        guard let name = HTTPField.Name(lowercasedName) else { return .absent }
        let values = self.request.headers[values: name]
        guard let first = values.first else { return .absent }
        return values.allSatisfy { $0 == first } ? .one(first) : .conflicting
    }
}
