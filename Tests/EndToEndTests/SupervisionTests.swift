import Glibc
import Testing

/// As systemd starts it: a notify socket, a watchdog, and the listening socket from outside.
@Suite struct SupervisionTests {
    @Test func supervisorHearsOfReadinessLifeAndEndAndKeepsSendersWaiting() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let port = try Ports.free()
            let supervisor = ["python3", "\(Stage.sources)/Senders/supervisor.py", stage.folder, "\(port)"]
            let gateway = try GatewayProcess(stage, GatewayFile([("one", receiver)]), port: port, under: supervisor)
            func heard(_ text: String) -> Int {
                File.read("\(stage.folder)/notified").split(separator: "\n").count { $0.contains(text) }
            }
            try eventually("it is ready") { heard("READY=1") == 1 }
            try eventually("it gives signs of life") { heard("WATCHDOG=1") >= 2 }
            #expect(try stage.post(.message("before"), to: gateway).outcome == "accepted")

            try File.write("\(stage.folder)/restart", "")
            gateway.process.send(SIGTERM)
            try eventually("it says that it stops") { heard("STOPPING=1") == 1 }
            // The old one takes no connection any more, the new one not yet: this one waits in the kernel.
            #expect(try stage.post(.message("between"), to: gateway).outcome == "accepted")
            try eventually("the new one is ready") { heard("READY=1") == 2 }
            #expect(Set(try receiver.entries(count: 2).map(\.body)).count == 2)
            #expect(try gateway.terminate() == 0)
        }
    }

    @Test func socketsThatDoNotFitTheConfigurationAreRefused() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let file = GatewayFile([("one", receiver)])
            let supervisor = ["sh", "-c", #"LISTEN_PID=$$ LISTEN_FDS=2 exec "$0" "$@""#]
            let gateway = try GatewayProcess(stage, file, under: supervisor, waiting: false)
            #expect(try gateway.process.wait(seconds: 10) == 1)
            #expect(gateway.log.contains("handed over 2 sockets"), "\(gateway.log)")
        }
    }
}
