internal import NIOCore
internal import Store

/// What a handler recognises its request by; one for the whole connection, because it has one request at a time.
final class ConnectionTicket: AcceptTicket {
    private let handler: NIOLoopBoundBox<IngestHandler?>

    init(_ handler: IngestHandler, on eventLoop: any EventLoop) {
        self.handler = NIOLoopBoundBox(handler, eventLoop: eventLoop)
    }

    /// The handler that waits; only on its event loop.
    ///
    /// `nil` after its connection was closed and its answer came.
    var waiting: IngestHandler? { self.handler.value }

    func release() { self.handler.value = nil }
}
