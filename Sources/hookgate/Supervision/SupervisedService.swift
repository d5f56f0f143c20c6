import Inbound
import ServiceLifecycle

/// Gives the supervisor its signs of life, and tells it when the end begins.
///
/// A sign is given only after every event loop of the senders' listener has answered: a loop that hangs stops the signs, and
/// the supervisor restarts the gateway. A full disk does not: a restart would not make room.
struct SupervisedService: Service, CustomStringConvertible {
    let description = "supervisor"
    let supervisor: Supervisor
    let ingest: IngestServer

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            guard let pause = self.supervisor.supervision.watchdogNanoseconds else {
                try await gracefulShutdown()
                return
            }
            while true {
                try await Task.sleep(nanoseconds: pause)
                try await self.ingest.answersOnEveryLoop()
                self.supervisor.alive()
            }
        }
        self.supervisor.stopping()
    }
}
