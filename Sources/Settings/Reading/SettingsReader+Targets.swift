import Events

extension SettingsReader {
    func target(_ table: TableReader) -> TargetDraft {
        let url = table.text(TargetKeys.url).flatMap { self.targetURL($0, table) }
        let timeout = table.milliseconds(TargetKeys.timeout)
        let connectTimeout = table.milliseconds(TargetKeys.connectTimeout)
        if connectTimeout > timeout, table.has(TargetKeys.connectTimeout) {
            self.context.report(
                .contradiction,
                table.valuePlace(TargetKeys.connectTimeout),
                "\(table.subject): connect_timeout \(DurationText.shown(connectTimeout)) is longer than the whole attempt "
                    + "(timeout \(DurationText.shown(timeout)))",
                fix: "lower connect_timeout or raise timeout"
            )
        }
        let maxAge = table.milliseconds(TargetKeys.maxAge)
        return TargetDraft(
            table: table,
            name: table.name(TargetKeys.name),
            url: url,
            format: table.choice(TargetKeys.format).flatMap { TargetSettings.Format(rawValue: $0.text) } ?? .normalized,
            concurrency: table.number(TargetKeys.concurrency),
            rate: self.rate(table),
            orderBy: self.orderBy(table),
            breaker: self.breaker(table),
            timeoutMilliseconds: timeout,
            connectTimeoutMilliseconds: Swift.min(connectTimeout, timeout),
            retry: self.retry(table),
            retryOn: self.retryOn(table),
            maxAgeMilliseconds: maxAge,
            maxBacklogBytes: table.bytes(TargetKeys.maxBacklog),
            forwardHeaders: self.forwardHeaders(table),
            headers: self.headers(table),
            tls: self.targetTLS(table, url: url),
            proxy: self.proxy(table, url: url)
        )
    }

    private func proxy(_ table: TableReader, url: TargetURL?) -> String? {
        guard let text = table.text(TargetKeys.proxy) else { return nil }
        if url?.socket != nil {
            self.context.report(
                .contradiction,
                table.keyPlace(TargetKeys.proxy),
                "\(table.subject) has a proxy, and its url names a socket of this machine",
                fix: "remove proxy"
            )
        }
        return self.proxyURL(text, table)
    }

    private func retry(_ table: TableReader) -> RetryPolicy {
        guard let inner = table.table(TargetKeys.retry) else { return RetryPolicy() }
        let delay = inner.milliseconds(RetryKeys.delay)
        let maxDelay = inner.milliseconds(RetryKeys.maxDelay)
        var backoff = RetryPolicy.Backoff.exponential
        if let node = inner.node(RetryKeys.backoff) { backoff = self.backoff(node, inner) }
        if case .list = backoff {
            for key in [RetryKeys.delay, RetryKeys.maxDelay] where inner.has(key) {
                self.context.report(
                    .contradiction,
                    inner.keyPlace(key),
                    "\(inner.subject): \(key.name) means nothing beside a list of delays",
                    fix: "remove \(key.name), or write backoff = \"exponential\""
                )
            }
        } else if delay > maxDelay {
            self.context.report(
                .contradiction,
                inner.has(RetryKeys.delay) ? inner.valuePlace(RetryKeys.delay) : inner.valuePlace(RetryKeys.maxDelay),
                "\(inner.subject): delay \(DurationText.shown(delay)) is longer than max_delay "
                    + DurationText.shown(maxDelay),
                fix: "raise max_delay or lower delay"
            )
        }
        return RetryPolicy(
            attempts: inner.count(RetryKeys.attempts),
            backoff: backoff,
            delayMilliseconds: delay,
            maxDelayMilliseconds: maxDelay,
            jitter: inner.fraction(RetryKeys.jitter),
            maxAgeMilliseconds: inner.milliseconds(RetryKeys.maxAge)
        )
    }

    private func backoff(_ node: TomlNode, _ table: TableReader) -> RetryPolicy.Backoff {
        if case .array = node.content {
            guard let nodes = table.list(RetryKeys.backoff, max: Limits.backoffDelaysMax) else { return .exponential }
            let delays = nodes.compactMap {
                table.duration($0, RetryKeys.backoff, within: Limits.retryDelayMilliseconds)
            }
            if nodes.isEmpty {
                self.context.report(
                    .badDuration,
                    node.place,
                    "\(table.subject): backoff is an empty list",
                    fix: "write \(RetryKeys.backoff.form.example)"
                )
            }
            return delays.isEmpty ? .exponential : .list(delays)
        }
        guard let text = table.text(node, RetryKeys.backoff) else { return .exponential }
        switch text.text {
        case "exponential": return .exponential
        case "fixed": return .fixed
        default:
            self.context.report(
                .unknownChoice,
                text.place,
                "\(table.subject): there is no backoff \(Quoted.text(text.text))",
                fix: "write \(RetryKeys.backoff.form.example)"
            )
            return .exponential
        }
    }

    private func retryOn(_ table: TableReader) -> StatusList? {
        guard let text = table.text(TargetKeys.retryOn) else { return nil }
        do throws(StatusList.ParsingError) {
            return try StatusList(text.text)
        } catch {
            self.context.report(
                .badStatusList,
                text.place,
                "\(table.subject): retry_on \(Quoted.text(text.text)) is no list of statuses: \(error.message)",
                fix: "write statuses and ranges apart by commas, such as \"408, 429, 500-599, !501\""
            )
            return nil
        }
    }

    private func targetTLS(_ table: TableReader, url: TargetURL?) -> TargetSettings.TLS? {
        guard let inner = table.table(TargetKeys.tls) else { return nil }
        if let url, !url.isSecure {
            self.context.report(
                .contradiction,
                table.keyPlace(TargetKeys.tls),
                "\(table.subject) has tls, and its url begins with http:",
                fix: "write https: in the url, or remove tls"
            )
        }
        let isPaired = inner.has(TargetTLSKeys.certificate) == inner.has(TargetTLSKeys.key)
        if !isPaired {
            let missing = inner.has(TargetTLSKeys.key) ? TargetTLSKeys.certificate : TargetTLSKeys.key
            self.context.report(
                .missingKey,
                inner.place,
                "\(inner.subject) has no \(missing.name), and a client certificate is of no use without its key",
                fix: "add \(missing.name) = \"/etc/hookgate/\(missing.name).pem\", or remove the other one"
            )
        }
        return TargetSettings.TLS(
            authority: inner.path(TargetTLSKeys.ca),
            certificate: inner.path(TargetTLSKeys.certificate),
            key: inner.path(TargetTLSKeys.key),
            serverName: self.serverName(inner),
            minVersion: inner.choice(TargetTLSKeys.minVersion).flatMap { .init(rawValue: $0.text) } ?? .tls12
        )
    }

    private func serverName(_ table: TableReader) -> String? {
        guard let name = table.text(TargetTLSKeys.serverName) else { return nil }
        guard Self.isHostName(name.text) else {
            self.context.report(
                .badName,
                name.place,
                "\(table.subject): \(Quoted.text(name.text)) is no host name that a certificate could carry",
                fix: "write a name such as \"app.internal\""
            )
            return nil
        }
        return name.text
    }
}
