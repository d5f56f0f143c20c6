import Events

/// One `[[target]]`, as far as it could be read without its routes.
struct TargetDraft {
    let table: TableReader
    let name: PlacedText?
    let url: TargetURL?
    let format: TargetSettings.Format
    let concurrency: Int
    let rate: StartRate?
    let orderBy: IdempotencyKeyPart?
    let breaker: CircuitBreaker.Settings?
    let timeoutMilliseconds: Int64
    let connectTimeoutMilliseconds: Int64
    let retry: RetryPolicy
    let retryOn: StatusList?
    let maxAgeMilliseconds: Int64
    let maxBacklogBytes: Int64
    let forwardHeaders: [PlacedText]
    let headers: [(header: TargetSettings.Header, place: Place)]
    let tls: TargetSettings.TLS?
    let proxy: String?

    /// The whole, once it is known how requests are signed; `nil` where something is missing.
    func settings(_ signing: TargetSettings.Signing?) -> TargetSettings? {
        guard let name = self.name, let url = self.url else { return nil }
        return TargetSettings(
            name: name.text,
            url: url,
            signing: signing,
            format: self.format,
            concurrency: self.concurrency,
            rate: self.rate,
            orderBy: self.orderBy,
            breaker: self.breaker,
            timeoutMilliseconds: self.timeoutMilliseconds,
            connectTimeoutMilliseconds: self.connectTimeoutMilliseconds,
            retry: self.retry,
            retryOn: self.retryOn,
            maxAgeMilliseconds: self.maxAgeMilliseconds,
            maxBacklogBytes: self.maxBacklogBytes,
            forwardHeaders: self.forwardHeaders.map { $0.text.lowercased() },
            headers: self.headers.map(\.header),
            tls: self.tls,
            proxy: self.proxy,
            place: self.table.place
        )
    }
}
