import Events
import Logging
import Store

extension DispatcherCore {
    /// Pauses or resumes a lane, and has the store remember it.
    ///
    /// Only this thread tells the store, so that what it remembers is what the lane did last.
    func setPause(_ pause: TargetPause?, of target: TargetID, reply: @escaping @Sendable () -> Void) {
        guard let index = self.lane(of: target) else {
            reply()
            return
        }
        let lane = self.lanes[index]
        if let pause { lane.queue.gate.pause(pause) } else { lane.queue.gate.resume(now: self.now) }
        self.backlog.setPause(pause, of: target, reply: reply)
        _ = self.showCondition(of: lane)
        self.touch(index)
    }

    /// Shows and tells what an attempt has changed about the target.
    func noteCondition(of lane: Lane) {
        guard self.showCondition(of: lane), let pause = lane.queue.gate.pause, pause.cause == .gone else { return }
        self.backlog.setPause(pause, of: lane.queue.settings.target) {}
    }

    private func showCondition(of lane: Lane) -> Bool {
        guard lane.showCondition() else { return false }
        let gate = lane.queue.gate
        let metadata: Logger.Metadata = ["target": "\(lane.name)", "reason": "\(gate.reason)"]
        switch gate.condition {
        case .active: self.logger.notice("a target takes deliveries again", metadata: metadata)
        case .slowed: self.logger.info("a target asks for less; its lane is slowed", metadata: metadata)
        case .open:
            self.logger.warning(
                "a target is down; its deliveries are held, and probed one at a time",
                metadata: metadata
            )
        case .paused:
            self.logger.warning("a target is paused; its deliveries are held until it is resumed", metadata: metadata)
        }
        return true
    }
}
