import Events

extension SettingsReader {
    /// `rate`; `nil` where it is absent or wrong.
    func rate(_ table: TableReader) -> StartRate? {
        guard let text = table.text(TargetKeys.rate) else { return nil }
        if let rate = StartRate(text.text) { return rate }
        self.context.report(
            .badRate,
            text.place,
            "\(table.subject): \(Quoted.text(text.text)) is no rate",
            fix: "write a whole number from \(Limits.rateStarts.lowerBound) to \(Limits.rateStarts.upperBound) and /s, "
                + "/m or /h, such as \"50/s\""
        )
        return nil
    }

    /// `breaker`; `nil` where it is off.
    func breaker(_ table: TableReader) -> CircuitBreaker.Settings? {
        if let node = table.node(TargetKeys.breaker), case .boolean(let isOn) = node.content {
            return isOn ? CircuitBreaker.Settings() : nil
        }
        guard let inner = table.table(TargetKeys.breaker) else { return CircuitBreaker.Settings() }
        let first = inner.milliseconds(BreakerKeys.probeAfter)
        let longest = inner.milliseconds(BreakerKeys.maxProbeAfter)
        if first > longest {
            self.context.report(
                .contradiction,
                inner.valuePlace(
                    inner.has(BreakerKeys.probeAfter) ? BreakerKeys.probeAfter : BreakerKeys.maxProbeAfter
                ),
                "\(inner.subject): probe_after \(DurationText.shown(first)) is longer than max_probe_after "
                    + DurationText.shown(longest),
                fix: "lower probe_after or raise max_probe_after"
            )
        }
        return CircuitBreaker.Settings(
            failures: inner.number(BreakerKeys.failures),
            probeAfterMilliseconds: first,
            maxProbeAfterMilliseconds: Swift.max(first, longest)
        )
    }

    /// `order_by`; `nil` where it is absent or wrong.
    func orderBy(_ table: TableReader) -> IdempotencyKeyPart? {
        guard let text = table.text(TargetKeys.orderBy) else { return nil }
        switch IdempotencyKeyPart(text.text) {
        case let part? where Self.isSound(part) && Self.isReadable(part): return part
        default:
            self.context.report(
                .badKeyPart,
                text.place,
                "\(table.subject): \(Quoted.text(text.text)) is nothing to order by",
                fix: "use json:/pointer, header:NAME or event"
            )
            return nil
        }
    }

    /// Whether a stored event still says it: what a scheme reads out of a signature is not kept.
    private static func isReadable(_ part: IdempotencyKeyPart) -> Bool {
        switch part {
        case .event, .header, .json: true
        case .timestamp, .body, .id: false
        }
    }
}
