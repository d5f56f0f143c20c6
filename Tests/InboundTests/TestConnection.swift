import Events
import GatewayTesting
import Logging
import NIOCore
import NIOEmbedded
import Telemetry

@testable import Inbound

/// One connection to the listener without a network, and everything that belongs to it.
final class TestConnection {
    let sender: TestSender
    let store = FakeStore()
    let metrics: GatewayMetrics
    let shared: IngestShared
    let loop: LoopContext
    let channel: EmbeddedChannel
    let eventLoop: EmbeddedEventLoop
    private var peerPort = 1

    init(
        limits: IngestLimits = IngestLimits(),
        source: (TestSender, GatewayMetrics.Source) -> IngestSource = { $0.source(metrics: $1) }
    ) throws {
        self.sender = try TestSender()
        self.metrics = GatewayMetrics(sources: ["cubeconnect"], targets: [])
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        self.shared = IngestShared(
            limits: limits,
            metrics: self.metrics,
            acceptor: self.store,
            clock: self.sender.clock,
            logger: logger
        )
        self.eventLoop = EmbeddedEventLoop()
        self.loop = LoopContext(
            eventLoop: self.eventLoop,
            shared: self.shared,
            sources: [source(self.sender, self.metrics.sources[0])]
        )
        self.channel = try Self.connect(self.loop, self.eventLoop, port: 1)
    }

    /// Another connection of the same peer on the same loop.
    func another() throws -> EmbeddedChannel {
        self.peerPort += 1
        return try Self.connect(self.loop, self.eventLoop, port: self.peerPort)
    }

    private static func connect(
        _ loop: LoopContext,
        _ eventLoop: EmbeddedEventLoop,
        port: Int
    ) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: eventLoop)
        try channel.pipeline.syncOperations.addHandler(OutputCloseHandler())
        try IngestServer.addHandlers(to: channel.pipeline.syncOperations, loop, nil)
        let peer = try SocketAddress(ipAddress: "192.0.2.1", port: port)
        channel.remoteAddress = peer
        try channel.connect(to: peer).wait()
        channel.remoteAddress = peer
        return channel
    }

    /// Sends bytes in one piece and reads what comes back in the same turn of the loop.
    func send(_ text: String) -> String { self.send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) -> String { self.send(bytes, on: self.channel) }

    func send(_ bytes: [UInt8], on channel: EmbeddedChannel) -> String {
        // A channel that was closed takes nothing more, and that is what a test then reads from `isOpen`.
        _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
        return self.read(on: channel)
    }

    /// What the listener has written since the last look.
    func read() -> String { self.read(on: self.channel) }

    func read(on channel: EmbeddedChannel) -> String {
        self.eventLoop.run()
        var text = ""
        while let part = try? channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
        return text
    }

    /// Moves the deadlines.
    func advance(milliseconds: Int64) { self.eventLoop.advanceTime(by: .milliseconds(milliseconds)) }

    /// The sender closes its side.
    func closeInput() { self.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }

    var isOpen: Bool { self.channel.isActive }
    var source: GatewayMetrics.Source { self.metrics.sources[0] }

    func finish() { _ = try? self.channel.finish(acceptAlreadyClosed: true) }
}

/// Takes the closing of one side, which a channel without a network would understand as the end.
private final class OutputCloseHandler: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if case .output = mode { promise?.succeed() } else { context.close(mode: mode, promise: promise) }
    }
}

/// One answer as a sender reads it.
struct TestAnswer: Equatable {
    let status: Int
    let head: String
    let body: String

    /// Reads all answers that follow each other; `nil` where the text is something else.
    static func all(_ text: String) -> [TestAnswer]? {
        var answers: [TestAnswer] = []
        var rest = Array(text.utf8)[...]
        let separator = Array("\r\n\r\n".utf8)
        while !rest.isEmpty {
            guard let end = rest.indices.first(where: { rest[$0...].starts(with: separator) }) else { return nil }
            let head = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 4)...]
            let words = head.split(separator: " ")
            guard words.count > 1, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
            var length = 0
            for line in head.split(separator: "\r\n") where line.hasPrefix("Content-Length: ") {
                length = Int(line.dropFirst(16)) ?? -1
            }
            guard length >= 0, length <= rest.count else { return nil }
            let body = String(decoding: rest.prefix(length), as: UTF8.self)
            answers.append(TestAnswer(status: status, head: head, body: body))
            rest = rest.dropFirst(length)
        }
        return answers
    }

    static func statuses(_ text: String) -> [Int] { Self.all(text)?.map(\.status) ?? [-1] }
    var closes: Bool { self.head.contains("\r\nConnection: close") }
}
