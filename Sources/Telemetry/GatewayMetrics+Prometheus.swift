package import Events

extension GatewayMetrics {
    /// The page behind `/metrics`.
    ///
    /// Names and meanings are documented in docs/operating.md.
    ///
    /// - Parameters:
    ///   - now: For the age of the oldest due delivery.
    ///   - version: Shown as a label of `hookgate_info`.
    /// - Returns: Text in the Prometheus format, version 0.0.4.
    package func prometheusText(now: Timestamp, version: String) -> String {
        var page = PrometheusText()
        page.begin("hookgate_info", .gauge, "The running version.")
        page.sample("hookgate_info", [("version", version)], 1 as UInt64)
        self.writeSources(to: &page)
        self.writeTargets(to: &page, now: now)
        self.writeStore(to: &page)
        page.begin("hookgate_connections", .gauge, "Open connections of senders.")
        page.sample("hookgate_connections", [], Double(self.connections.value))
        page.begin("hookgate_connections_refused_total", .counter, "Connections closed at once because of a cap.")
        page.sample("hookgate_connections_refused_total", [], self.connectionsRefused.value)
        return page.text
    }

    private func writeSources(to page: inout PrometheusText) {
        page.begin("hookgate_events_accepted_total", .counter, "New events that are on disk.")
        for source in self.sources {
            page.sample("hookgate_events_accepted_total", [("source", source.name)], source.accepted.value)
        }
        page.begin("hookgate_events_duplicate_total", .counter, "Copies of events that were accepted before.")
        for source in self.sources {
            page.sample("hookgate_events_duplicate_total", [("source", source.name)], source.duplicates.value)
        }
        page.begin("hookgate_events_unrouted_total", .counter, "Accepted events that no route took.")
        for source in self.sources {
            page.sample("hookgate_events_unrouted_total", [("source", source.name)], source.unrouted.value)
        }
        page.begin("hookgate_handshakes_total", .counter, "Answered questions of senders that are no events.")
        for source in self.sources {
            page.sample("hookgate_handshakes_total", [("source", source.name)], source.handshakes.value)
        }
        page.begin(
            "hookgate_rejections_total",
            .counter,
            "Refused requests by cause; an empty source means that the path is unknown."
        )
        for source in self.sources + [self.unassigned] {
            for cause in RejectionCause.allCases where source.rejections(cause) > 0 || source.name.isEmpty == false {
                let labels = [("source", source.name), ("cause", cause.rawValue)]
                page.sample("hookgate_rejections_total", labels, source.rejections(cause))
            }
        }
        page.begin(
            "hookgate_rejections_not_kept_total",
            .counter,
            "Refused requests that were only counted: too many at once, or no room for them."
        )
        page.sample("hookgate_rejections_not_kept_total", [], self.rejectionsNotKept.value)
        page.begin(
            "hookgate_accept_seconds",
            .histogram,
            "From the complete request to its answer, accepted and duplicate ones."
        )
        for source in self.sources {
            page.histogram("hookgate_accept_seconds", [("source", source.name)], source.acceptLatency)
        }
    }

    private func writeTargets(to page: inout PrometheusText, now: Timestamp) {
        page.begin("hookgate_deliveries_total", .counter, "Deliveries that ended, by outcome.")
        for target in self.targets {
            page.sample(
                "hookgate_deliveries_total",
                [("target", target.name), ("outcome", "delivered")],
                target.delivered.value
            )
            for cause in DeadCause.allCases {
                let labels = [("target", target.name), ("outcome", "dead_\(cause.rawValue)")]
                page.sample("hookgate_deliveries_total", labels, target.deaths(cause))
            }
        }
        page.begin("hookgate_attempts_failed_total", .counter, "Attempts that failed, by error.")
        for target in self.targets {
            for error in AttemptError.allCases {
                let labels = [("target", target.name), ("error", error.rawValue)]
                page.sample("hookgate_attempts_failed_total", labels, target.failures(error))
            }
        }
        page.begin("hookgate_retries_total", .counter, "Attempts that were put off to a later time.")
        for target in self.targets {
            page.sample("hookgate_retries_total", [("target", target.name)], target.retried.value)
        }
        self.writeGauges(to: &page, now: now)
        page.begin("hookgate_end_to_end_seconds", .histogram, "From the complete request to the target's 2xx.")
        for target in self.targets {
            page.histogram("hookgate_end_to_end_seconds", [("target", target.name)], target.endToEnd)
        }
        page.begin("hookgate_attempt_seconds", .histogram, "One attempt, whatever it came to.")
        for target in self.targets {
            page.histogram("hookgate_attempt_seconds", [("target", target.name)], target.attemptDuration)
        }
    }

    private func writeGauges(to page: inout PrometheusText, now: Timestamp) {
        page.begin(
            "hookgate_target_state",
            .gauge,
            "1 for what the target's lane does: active, slowed (429, 503), open (breaker) or paused."
        )
        for target in self.targets {
            let shown = target.condition.condition
            for condition in LaneCondition.allCases {
                let labels = [("target", target.name), ("state", condition.rawValue)]
                page.sample("hookgate_target_state", labels, condition == shown ? 1.0 : 0.0)
            }
        }
        page.begin("hookgate_backlog_deliveries", .gauge, "Deliveries that have not ended, in memory and on disk.")
        for target in self.targets {
            page.sample("hookgate_backlog_deliveries", [("target", target.name)], Double(target.backlog.value))
        }
        page.begin("hookgate_backlog_bytes", .gauge, "Bytes of the bodies behind the backlog.")
        for target in self.targets {
            page.sample("hookgate_backlog_bytes", [("target", target.name)], Double(target.backlogBytes.value))
        }
        page.begin("hookgate_deliveries_in_flight", .gauge, "Requests on their way to a target.")
        for target in self.targets {
            page.sample("hookgate_deliveries_in_flight", [("target", target.name)], Double(target.inFlight.value))
        }
        page.begin(
            "hookgate_oldest_due_age_seconds",
            .gauge,
            "For how long the oldest due delivery has waited; the first thing to alert on."
        )
        for target in self.targets {
            page.sample("hookgate_oldest_due_age_seconds", [("target", target.name)], target.oldestDueAge(now: now))
        }
    }

    private func writeStore(to page: inout PrometheusText) {
        page.begin("hookgate_store_writable", .gauge, "1 while events are taken, 0 while the store refuses them.")
        page.sample("hookgate_store_writable", [], Double(self.store.writable.value))
        page.begin("hookgate_store_commits_total", .counter, "Transactions that became durable.")
        page.sample("hookgate_store_commits_total", [], self.store.commits.value)
        page.begin("hookgate_store_failures_total", .counter, "Transactions that failed.")
        page.sample("hookgate_store_failures_total", [], self.store.failures.value)
        page.begin("hookgate_store_commit_events", .histogram, "New events of one transaction.")
        page.histogram("hookgate_store_commit_events", [], self.store.commitSize)
        page.begin("hookgate_store_commit_seconds", .histogram, "One transaction, its sync to disk included.")
        page.histogram("hookgate_store_commit_seconds", [], self.store.commitDuration)
    }
}

extension GatewayMetrics.Target {
    /// Seconds since the oldest delivery that could go out now became due; 0 without one.
    package func oldestDueAge(now: Timestamp) -> Double {
        let due = self.oldestDueMilliseconds.value
        return due == 0 ? 0 : Double(Swift.max(0, now.milliseconds - due)) / 1000
    }
}
