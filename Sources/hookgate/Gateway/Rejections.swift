import Admin
import Events
import FoundationEssentials
import Inbound
import Logging
import Settings
import Signatures
import Store

/// The kept rejections of the running gateway: who keeps them, and how the operator's listener reaches them.
struct Rejections: Sendable {
    let keeper: RejectionKeeper

    /// Opens the file beside the store and starts the thread.
    ///
    /// - Returns: `nil` where the file cannot be used; the gateway works without it, and the log says why.
    static func start(_ settings: GatewaySettings, clock: any GatewayClock, logger: Logger) throws -> Rejections? {
        let sources = try settings.sources.map { source in
            try Explainer.Source(name: source.name, scheme: source.scheme, secrets: source.secrets)
        }
        do throws(StoreError) {
            let archive = try RejectionArchive(path: settings.store.path + "-rejections")
            let keeper = RejectionKeeper(archive: archive, sources: sources, clock: clock, logger: logger)
            try keeper.start()
            return Rejections(keeper: keeper)
        } catch {
            logger.warning("refused requests are not kept", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Keeps what waits, and closes the file.
    func stop() {
        self.keeper.stop()
        self.keeper.archive.close()
    }

    /// What the operator's listener may do.
    func access(replaying ingest: IngestServer) -> RejectionAccess {
        let archive = self.keeper.archive
        return RejectionAccess(
            list: { filter in
                let query = RejectionQuery(
                    before: filter.before,
                    limit: filter.limit,
                    source: filter.source,
                    cause: filter.cause
                )
                let found = try archive.list(query)
                return RejectionPage(
                    rejections: found.map(RejectionView.init),
                    next: found.count == filter.limit ? found.last?.id : nil
                )
            },
            find: { id in try archive.find(id).map(RejectionDetail.init) },
            replay: { id in
                guard let rejection = try archive.find(id) else { throw RejectionAccess.Unreplayable.notFound }
                if let event = rejection.replayedAs { throw RejectionAccess.Unreplayable.replayed(event) }
                guard rejection.isReplayable else { throw RejectionAccess.Unreplayable.notWhole }
                switch await ingest.replay(rejection) {
                case .stored(let event):
                    // The event is there whatever becomes of the mark: a second replay would be a duplicate.
                    try? archive.markReplayed(id, as: event)
                    return RejectionReplay(status: "accepted", id: event.description)
                case .duplicate(let event):
                    try? archive.markReplayed(id, as: event)
                    return RejectionReplay(status: "duplicate", id: event.description)
                case .refused(let cause):
                    return RejectionReplay(status: "refused", cause: cause.rawValue)
                }
            }
        )
    }
}

extension RejectionView {
    fileprivate init(_ rejection: Rejection) {
        self.init(
            id: rejection.id,
            receivedAt: rejection.receivedAt.rfc3339,
            peer: rejection.peer,
            source: rejection.source,
            cause: rejection.cause.rawValue,
            status: rejection.cause.status,
            method: rejection.method,
            target: rejection.target,
            bodyBytes: rejection.bodyBytes,
            isReplayable: rejection.isReplayable && rejection.replayedAs == nil,
            findings: rejection.findings.split(separator: " ").map(String.init),
            explanation: rejection.explanation,
            replayedAs: rejection.replayedAs
        )
    }
}

extension RejectionDetail {
    fileprivate init(_ rejection: Rejection) {
        let text = String(validating: rejection.body, as: UTF8.self)
        self.init(
            rejection: RejectionView(rejection),
            headers: rejection.headers.fields.map { Field(name: $0.name, value: $0.value) },
            bodyText: text,
            bodyBase64: text == nil ? Data(rejection.body).base64EncodedString() : nil,
            isBodyTruncated: rejection.bodyBytes > rejection.body.count
        )
    }
}
