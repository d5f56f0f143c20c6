import Admin
import Events
import Outbound
import Settings
import Store
import Telemetry

extension Wiring {
    /// Shows, pauses and resumes targets from the operator's listener.
    func targetControl(_ dispatcher: Dispatcher) -> TargetControl {
        let ids = self.names.targets
        let clock = self.clock
        return TargetControl(
            list: {
                zip(self.settings.targets, self.metrics.targets).map { target, metrics in
                    let (condition, reason) = metrics.condition
                    return TargetControl.Target(
                        name: target.name,
                        url: "\(target.url)",
                        state: condition.rawValue,
                        reason: reason,
                        backlog: metrics.backlog.value,
                        inFlight: metrics.inFlight.value
                    )
                }
            },
            setPaused: { name, isPaused in
                guard self.settings.targets.contains(where: { $0.name == name }), let id = ids[name] else {
                    return false
                }
                let pause = isPaused ? TargetPause(cause: .manual, since: clock.now()) : nil
                await withCheckedContinuation { continuation in
                    dispatcher.setPause(pause, of: id) { continuation.resume() }
                }
                return true
            }
        )
    }
}
