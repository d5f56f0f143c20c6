import CShims
import Logging

/// The supervisor's ear: systemd with `Type=notify`, or nobody.
///
/// What cannot be told is only logged: the gateway works without an ear.
struct Supervisor: Sendable {
    let supervision: Supervision
    let logger: Logger

    /// Senders are let in.
    func ready(_ addresses: [String]) {
        self.tell("READY=1\nSTATUS=listening on \(addresses.joined(separator: ", "))")
    }

    func stopping() { self.tell("STOPPING=1\nSTATUS=finishing what is under way") }

    func alive() { self.tell("WATCHDOG=1") }

    private func tell(_ text: String) {
        guard let socket = self.supervision.notifySocket else { return }
        guard hg_notify(socket, text) != 0 else { return }
        self.logger.warning("the service supervisor could not be told", metadata: ["state": "\(text.prefix(20))"])
    }
}
