import ArgumentParser
import Events
import Glibc
import Logging
import ServiceLifecycle
import Settings
import Telemetry
import UnixSignals

/// `hookgate serve`: the gateway itself.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the gateway.",
        discussion: """
            It logs to standard error and says `ready` with its addresses once senders are let in. SIGTERM and SIGINT \
            drain it: requests under way are finished, then it ends with 0 within \(Limits.shutdownGraceSeconds) seconds.

            Examples:
              hookgate serve
              hookgate serve -c /etc/hookgate/gateway.conf
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let settings = try self.configuration.load()
        let log = settings.log
        LoggingSystem.bootstrap { label in
            LogfmtHandler(label: label, level: log.loggerLevel, format: log.format == .json ? .json : .text)
        }
        let logger = Logger(label: "gateway")
        let gateway: Gateway
        do {
            gateway = try await Gateway.start(settings, logger: logger)
        } catch {
            Terminal.error("hookgate: \(error)")
            throw ExitCode(1)
        }
        var group = ServiceGroupConfiguration(
            services: gateway.services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(Limits.shutdownGraceSeconds)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            Terminal.error("hookgate: \(error)")
            throw ExitCode(1)
        }
        logger.notice("stopped")
    }
}
